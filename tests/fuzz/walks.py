"""Random images of memory with a list: reading, checking, comparing and drawing, held against a naive reader."""

from __future__ import annotations

import json as standard
import random
from dataclasses import replace
from typing import List, Optional, Sequence

from buddylab.check import check
from buddylab.diff import gone
from buddylab.draw import forms
from buddylab.draw.words import as_json, list_text
from buddylab.model import Shape, Word
from buddylab.snapshot import Snapshot
from buddylab.walk import again, read, walk
from fuzz.stage import DRAWN, NULL, TOLD, Stage, bounded, drawing, held
from unit import naive
from unit.memories import since
from unit.naive import PAGE, Image


def walks(chance: random.Random) -> None:
    """One image with a list, walked by both."""
    with bounded():
        _lists(Stage(chance))


def _lists(stage: Stage) -> None:
    """One image with a list, walked by both."""
    chance, size = stage.chance, stage.image.size
    link = chance.choice((0, 0, 0, size, 2 * size, 3, -size, PAGE, PAGE + size))
    back = None if chance.random() < 0.6 else link + chance.choice((size, -size, 3 * size))
    start = stage.start + 2 * size * chance.randrange(1, 6)
    home = start if chance.random() < 0.3 else None
    head: Optional[int] = start + link
    value = stage.aim()
    shape = Shape(
        limit=None if chance.random() < 0.7 else chance.choice((1, 2, 5, 30, 200)),
        next=link,
        prev=back,
        home=home,
        align=None if chance.random() < 0.7 else chance.choice((1, 2, 4, 16, 64)),
        fields=() if chance.random() < 0.8 else (("f", 2 * size, 4, bytes.hex), ("g", -3, 9, bytes.hex)),
    )
    apart = (shape.align or size) * chance.choice((1, 4, 4, 7))
    nodes = stage.nodes(chance.choice((6, 6, 20, 20, 20, 20, 90)), apart, 64)
    if chance.random() < 0.75:
        ends = stage.aim() if chance.random() < 0.3 else 0 if home is None else home
        stage.link_up(nodes, chance.choice([*nodes, ends]) if chance.random() < 0.2 else ends, shape, head)
        value = nodes[0] if nodes else ends
    before = stage.image.copy()
    stage.damage([node + chance.choice((link, link, back or 0)) for node in nodes])
    if home is None and chance.random() < 0.2:
        head = None  # the value of an expression

    image = stage.memory()
    head_word = Word(None, value, "<p>") if head is None else read(image, head, stage.label(head))
    chain = walk(image, shape, head_word, stage.label, chance.choice(("", ".head")))
    chain = replace(chain, problems=check(chain, size))
    first = (head, held(stage.image, head, value))
    found = naive.walk(stage.image, first, link, back, home, shape.limit, shape.align)

    assert [chain.node(word) for word in chain.nodes] == found.nodes
    assert [word.value for word in chain.nodes] == [*found.nodes[1:], found.last][: len(found.nodes)]
    assert (chain.end, list(chain.prevs)[: len(found.prevs)]) == (found.end, found.prevs)
    assert [(problem.kind, problem.address) for problem in chain.problems] == _told(found.faults)
    assert found.end != "cycle" or f", a cycle of {found.cycle} node" in chain.problems[0].message
    for node in found.nodes if shape.fields else ():
        fields = [stage.image.peek(node + 2 * size, 4), stage.image.peek(node - 3, 9)]
        assert [*chain.details[node]] == [each.hex() if isinstance(each, bytes) else "unreadable" for each in fields]

    step = range(stage.start, stage.start + size * chance.choice((0, 0, 0, 16, 16, 70)), size)
    pointers = tuple(Word(stage.aim(), chance.choice((stage.aim(), *found.nodes)), name) for name in ("prev", "<q>"))
    snapshot = Snapshot(
        chain,
        tuple(read(image, at, stage.label(at)) for at in step),
        stage.variables(),
        pointers,
        stage.moment(),
        word_size=size,
    )
    if chance.random() < 0.5:
        compared(stage, before, shape, snapshot)
        title = chance.choice((None, "a <step>"))
        if title is not None:
            left = gone(again(stage.memory(before), chain), chain, image, stage.label)
            assert not {word.address for word in left} & {word.address for word in chain.nodes}
            snapshot = replace(snapshot, gone=left)
        snapshot = replace(snapshot, difference=since(stage.memory(before), snapshot, title))
    shown(snapshot)
    if chance.randrange(8) == 0:
        dying(stage, shape, head_word, found)
    if chance.randrange(DRAWN) == 0:
        source = forms.dot(snapshot)
        drawing(source, [f"w-{word.address:x}" for word in snapshot.shown()])
        assert len(NULL.findall(source)) == (chain.end == "null")


def _told(faults: Sequence[naive.Fault]) -> List[naive.Fault]:
    """Those faults of a list that are told: of very many links back the first."""
    return [fault for fault in faults if fault[0] != "back-link"] + [
        fault for fault in faults if fault[0] == "back-link"
    ][:TOLD]


def compared(stage: Stage, before: Image, shape: Shape, now: Snapshot) -> None:
    """The difference to an earlier image."""
    diff = since(stage.memory(before), now)
    head = now.chain.head
    words = {word.address: word.value for word in (*now.shown(), head) if word.address is not None}
    known = [at for at in sorted(words) if not isinstance(before.word(at), str)]
    assert diff.unknown == tuple(at for at in sorted(words) if at not in known)
    assert [change.address for change in diff.changed] == [
        at for at in known if words[at] not in (None, before.word(at))
    ]
    if head.address not in known:  # nor is the list as it was then
        assert diff.joined == diff.left == ()
    else:
        first = (head.address, before.word(head.address))
        then = naive.walk(before, first, shape.next, None, shape.home, shape.limit, shape.align)
        still = [now.chain.node(word) for word in now.chain.nodes]
        new = [] if then.end == "unreadable" else [node for node in still if node not in then.nodes]
        assert [at - shape.next for at in diff.joined] == new
        assert [at - shape.next for at in diff.left] == [node for node in then.nodes if node not in still]
    assert since(stage.memory(), now).changed == ()


def shown(snapshot: Snapshot) -> None:
    """The text has every problem, the JSON every node."""
    chain = snapshot.chain
    said = " ".join(list_text.show(snapshot).split())
    assert all(" ".join(problem.message.split()) in said for problem in chain.problems)
    data = standard.loads(as_json.dumps(snapshot))
    assert [int(node["address"], 16) for node in data["nodes"]] == [chain.node(word) for word in chain.nodes]
    assert [node["next"] for node in data["nodes"]] == [f"{word.value:#x}" for word in chain.nodes]
    assert (data["length"], data["end"]) == (len(chain.nodes), chain.end)
    assert [problem["kind"] for problem in data["problems"]] == [problem.kind for problem in chain.problems]
    assert [word["on_chain"] for word in data["words"]] == [snapshot.is_node(word) for word in snapshot.words]
    list_text.spoken(snapshot)


def dying(stage: Stage, shape: Shape, head: Word, found: naive.Walk) -> None:
    """A target that dies in the middle of a walk leaves what was found up to there."""
    cut = walk(stage.memory(fetches=stage.chance.randint(0, 3)), shape, head)
    nodes = [cut.node(word) for word in cut.nodes]
    assert nodes == found.nodes[: len(nodes)]
    problems = check(cut, stage.image.size)
    told = [(problem.kind, problem.address) for problem in problems]
    if cut.interrupted:
        assert told[0][0] == "interrupted" and cut.end in ("limit", found.end)
        assert told[1:] == ([] if cut.end == "limit" else [fault for fault in found.faults if fault[0] != "back-link"])
    else:
        assert told == _told(found.faults)
    shown(Snapshot(replace(cut, problems=problems), word_size=stage.image.size))
