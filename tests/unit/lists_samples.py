"""Snapshots to draw: the lecture's three figures, and lists of any length and order."""

from __future__ import annotations

import random
from typing import List, Optional, Sequence, Tuple

from buddylab.ends import End
from buddylab.model import Chain, Problem, Word
from buddylab.snapshot import Change, Difference, Moment, Snapshot, Variable

VALUES = 0x80218D48
LIST = 0x80218E20
STACK = "on the stack of lesson()"


def address(index: int) -> int:
    """Of values[index]."""
    return VALUES + 8 * index


def variables(count: int) -> Tuple[Variable, ...]:
    """The array and the list of the lessons."""
    return (Variable("values", VALUES, 8 * count, STACK), Variable("list", head_address(count), 8, STACK))


def head_address(count: int) -> int:
    """Where the list lies: behind the array."""
    return max(LIST, address(count) + 8)


def sample(
    order: Sequence[int],
    count: Optional[int] = None,
    stray: Sequence[Tuple[int, int]] = (),
    last: int = 0,
    end: str = "null",
    **rest: object,
) -> Snapshot:
    """A list through values[order[0]], values[order[1]], … of `count` words; the last node holds `last`.

    `stray` pairs are words off the chain and what they hold.
    """
    count = len(order) if count is None else count
    words = {index: 0x1111111111111111 * (index % 16) for index in range(count)}
    words.update(stray)
    words.update({here: address(after) for here, after in zip(order, order[1:])})
    if order:
        words[order[-1]] = last
    shown = tuple(Word(address(index), value, f"values[{index}]") for index, value in sorted(words.items()))
    head = Word(head_address(count), address(order[0]) if order else last, "list")
    chain = Chain(head, tuple(shown[index] for index in order), End(end), member=".head")
    return Snapshot(chain, shown, variables(count), **rest)  # type: ignore[arg-type]


def push() -> Snapshot:
    """Lesson 1, stop 6: fifteen words and the head have changed."""
    changed = [Change(address(i), 0x1111111111111111 * i, address(i - 1)) for i in range(1, 16)]
    difference = Difference(5, (*changed, Change(LIST, 0, address(15))), tuple(address(i) for i in range(15, -1, -1)))
    moment = Moment("Lesson 1: an intrusive list on the stack", 6, "head must be the node pushed last")
    return sample(range(15, -1, -1), moment=moment, difference=difference)


def pop() -> Snapshot:
    """Lesson 1, stop 10: only the head has changed, fifteen words still hold what were links."""
    difference = Difference(9, (Change(LIST, address(15), 0),), (), tuple(address(i) for i in range(15, -1, -1)))
    moment = Moment("Lesson 1: an intrusive list on the stack", 10, "the list is empty again")
    stray = [(0, 0)] + [(i, address(i - 1)) for i in range(1, 16)]
    return sample((), 16, stray, moment=moment, difference=difference)


def unlink() -> Snapshot:
    """Lesson 2, stop 4: values[3] was taken out of the middle and still points on."""
    moment = Moment("Lesson 2: remove from the middle", 4, "the list goes around the removed node")
    pointers = (
        Word(0x80218E40, address(4), "cursor.prev"),
        Word(0x80218E48, address(3), "cursor.curr"),
        Word(0x80218E50, address(3), "removed"),
    )
    difference = Difference(3, (Change(address(4), address(3), address(2)),), (), (address(3),))
    stray = [(3, address(2))]
    return sample((7, 6, 5, 4, 2, 1, 0), 8, stray, moment=moment, difference=difference, pointers=pointers)


def ordered(count: int, order: str) -> Snapshot:
    """A list of `count` nodes pushed in order, in reverse, or scattered (always the same way)."""
    indices: List[int] = list(range(count))
    if order == "in order":
        indices.reverse()
    elif order == "scattered":
        random.Random(count).shuffle(indices)
    return sample(indices)


def cycle() -> Snapshot:
    """values[2] points back at values[5]."""
    problem = Problem("cycle", address(2), "values[2] points back at values[5].")
    snapshot = sample((7, 6, 5, 4, 3, 2), 8, last=address(5), end="cycle")
    chain = snapshot.chain
    return Snapshot(Chain(chain.head, chain.nodes, End.CYCLE, (problem,), ".head"), snapshot.words, snapshot.variables)


def broken(end: str, last: int, order: Sequence[int] = (5, 3, 4)) -> Snapshot:
    """A list of six words whose last node, or head, points somewhere that is not shown."""
    return sample(order, 6, last=last, end=end)


def named(name: str) -> Snapshot:
    """A list of one node of that name, which is the name of its variable too."""
    node = Word(VALUES, 0, name)
    return Snapshot(Chain(Word(LIST, VALUES, "list"), (node,), End.NULL), (), (Variable(name, VALUES, 8, STACK),))
