"""Lists to draw, made by chance: sound ones, full of pointers, with wrong links back, compared with a stop before."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence, Tuple

from buddylab.check import check
from buddylab.diff import difference, gone
from buddylab.ends import End
from buddylab.model import Chain, Shape, Word
from buddylab.snapshot import Change, Difference, Snapshot, Variable
from buddylab.walk import again, read, walk
from unit import lists_samples as samples
from unit.memories import LIST, at, label, linked, memory, snapshot


def ordered(chance: random.Random) -> Snapshot:
    """A sound list of up to 90 nodes in any order, in memory of which some words are on no list."""
    count = chance.choice((5, 20, 90))
    return samples.sample(chance.sample(range(count), chance.randint(0, count)), count)


def tangle(chance: random.Random) -> Snapshot:
    """Words that point anywhere, at themselves and the head too, in several variables, tagged, half of them changed."""
    count = chance.randint(1, 24)
    addresses = [samples.address(index) for index in range(count)]
    head_address = chance.choice([samples.head_address(count), samples.VALUES - 64, None])
    targets = addresses + ([head_address] if head_address else [])
    labels = [
        chance.choice([f"values[{index}]", None, f"a_rather_long_name_of_a_variable[{index}]"])
        for index in range(count)
    ]
    values = [chance.choice(targets) if chance.random() < 0.8 else chance.getrandbits(64) for _ in addresses]
    words = tuple(map(Word, addresses, values, labels))
    size = 8 * chance.randint(1, 9)
    variables = [
        Variable(f"part{at}", at, size, samples.STACK) for at in range(samples.VALUES, addresses[-1], 2 * size)
    ]
    pointers = [
        Word(None, chance.choice(targets), chance.choice(["p", "cursor.prev", "a_rather_long_name"])) for _ in range(3)
    ]
    changes = [Change(address, chance.choice([0, 7, 5]), 1) for address in targets if chance.random() < 0.5]
    head = Word(head_address, 0, "list")
    return Snapshot(
        Chain(head, (), End.NULL, member=".head"),
        words,
        tuple(variables),
        tuple(pointers),
        difference=Difference(3, tuple(changes)),
    )


def links_back(chance: random.Random) -> Snapshot:
    """A list of nodes of two words, of which half point back anywhere."""
    order = chance.sample(range(0, 60, 2), chance.randint(1, 30))
    values = [0, 7, LIST, *(at(node) for node in order)]
    wrong = {f"n{node}": chance.choice(values) for node in order if chance.random() < 0.5}
    fields = (("pid", 0, 8, lambda data: str(data[0])),) if chance.random() < 0.5 else ()
    return doubly(backs(order, **wrong), fields=fields)


def changed(chance: random.Random) -> Snapshot:
    """A list of which the figure shows what it was at an earlier stop."""
    one, two = (chance.sample(range(16), chance.randint(0, 12)) for _ in range(2))
    return compared(linked(one), {**linked(one), **linked(two)}, chance.choice([0, 16]))


def compared(before: Dict[int, int], now: Dict[int, int], count: int = 0, title: str = "a step before") -> Snapshot:
    """What show-list list --since 2 sees: the words in `now`, compared with `before`."""
    taken = snapshot(memory(now), count)
    then = again(memory(before), taken.chain)
    taken = replace(taken, gone=gone(then, taken.chain, memory(now), label))
    return replace(taken, difference=difference(2, memory(before), then, taken, title))


def doubly(
    words: Dict[int, int],
    prev: Optional[int] = 8,
    limit: Optional[int] = None,
    home: Optional[int] = None,
    fields: Tuple[Any, ...] = (),  # as in Shape
    shown: Sequence[int] = (),
    interrupted: str = "",
    word_size: int = 8,
) -> Snapshot:
    """A list of nodes of two words or more: a link, a link back, whatever else."""
    image = memory(words)
    image.word_size = word_size
    shape = Shape(limit, prev=prev, home=home, fields=fields)
    chain = walk(image, shape, Word(LIST, words[LIST], "list"), label, ".head")
    chain = replace(chain, interrupted=interrupted)
    chain = replace(chain, problems=check(chain))
    return Snapshot(chain, tuple(read(image, at(index), label(at(index))) for index in shown))


def backs(order: List[int], **wrong: int) -> Dict[int, int]:
    """[list] -> order[0] <-> order[1] <-> …, each node two words of values; n3=at(0) makes node 3 point back there."""
    words = linked(order)
    words.update({at(node) + 8: at(before) for before, node in zip(order, order[1:])})
    words.update({at(int(node[1:])) + 8: value for node, value in wrong.items()})
    return words
