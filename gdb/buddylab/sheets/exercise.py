"""One exercise on paper: what memory holds before a request, what is asked, and what is to be filled in; or the key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, List, Tuple

from buddylab.draw.figure import dot
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.places import Place
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views import heap
from buddylab.draw.views import list as lists
from buddylab.draw.views.style import Style, dressed
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Shape
from buddylab.practice.question import Form, Question, Truth
from buddylab.practice.state import LOOK, WORD, State
from buddylab.sheets.parts import ROOM, SMALL, Answer, Figure, Lines, Part, Table
from buddylab.snapshot import Snapshot, Variable
from buddylab.walk import read, walk

PLACE = Place("paper", ROOM, 900.0, bare=True)
ACROSS = (4, 3, 2)  # words in a row of a list
MARKED = 27.0  # from line to line of words in which one draws
DUMPED = 21.0  # of other words
LOOKS = "Draw an arrow from each word of the list to the word that it leads to."
FILLED = "Fill in what each word holds then, and draw an arrow from each word of the list to the next one."
SHADED = "Shade what is free then."
TITLES = {
    LOOK: "Mark the chain",
    "push": "Push",
    "pop": "Pop",
    "remove": "Remove",
    "alloc": "Alloc and split",
    "dealloc": "Free and merge",
}


@dataclass(frozen=True)
class Exercise:
    """One of a worksheet, with what the machine did."""

    number: int  # from 1 on
    question: Question
    was: State
    now: State  # of what is only looked at, the same

    @property
    def title(self) -> str:
        """What it is about."""
        looks = self.was.request.action == LOOK
        return "Find the damaged word" if looks and self.was.list.is_damaged else TITLES[self.was.request.action]

    def judged(self) -> Tuple[Truth, str, str]:
        """What is true, that in words, and why."""
        truth, told, why = self.question.judged(self.was, self.now)
        return truth, self.question.kind.form.said(truth, self.was), f"{told} {why}".strip()

    def parts(self, solved: bool) -> List[Part]:
        """What stands on the worksheet; or on the key, where it is solved."""
        comes = "" if self.was.request.action == LOOK else f": next comes {self.was.call()}"
        parts: List[Part] = [Lines(f"{self.number}. {self.title}{comes}", bold=True)]
        parts += self._list(solved) if self.was.request.list else self._heap(solved)
        asked = self.question.text(self.was)
        if not solved:
            return [*parts, Lines(f"{asked} ({self.question.kind.form.expected(self.was)})"), Answer("Answer:")]
        _, said, why = self.judged()
        return [*parts, Lines(asked), Answer("Answer:", said), Lines(why)]

    def key(self) -> Dict[str, Any]:
        """The key to it, as JSON holds it."""
        truth, said, why = self.judged()
        request = self.was.request.action
        return {
            "number": self.number,
            "title": self.title,
            "request": None if request == LOOK else self.was.call(),
            "kind": self.question.kind.name,
            "question": self.question.text(self.was),
            "answer": said,
            "value": _plain(truth, self.question.kind.form),
            "why": why,
            "filled_in": self._filled(),
        }

    def _list(self, solved: bool) -> List[Part]:
        if self.was.request.action == LOOK:
            words = Lines(_dump(self.was), mono=True, step=MARKED, size=SMALL)
            return [words, Figure(_list(self.now, False))] if solved else [Lines(LOOKS), words]
        words = Lines(_dump(self.was), mono=True, step=DUMPED, size=SMALL)
        return [words, *([] if solved else [Lines(FILLED)]), Figure(_list(self.now, not solved))]

    def _heap(self, solved: bool) -> List[Part]:
        was, now = self.was, self.now
        rows = [("order", "bytes", "free blocks before", "free blocks then" + ("" if solved else ", to be filled in"))]
        for order in was.orders:
            rows.append((f"{order}", f"{1 << order}", _blocks(was, order), _blocks(now, order) if solved else ""))
        wide = (ROOM - 140) / 2
        table = Table(rows, (70.0, 70.0, wide, wide))
        books = f"Before, {was.allocated} bytes are handed out; {was.user} of them were asked for."
        return [table, Lines(books if solved else f"{books} {SHADED}"), Figure(_map(now, not solved))]

    def _filled(self) -> Dict[str, Any]:
        """What is to be filled in beside the answer."""
        now = self.now
        if now.request.list:
            each = [now.list.head, *now.list.words.each()]
            return {now.word(at): f"{now.link(at):#x}" for at in each}
        return {now.free_list(order): [f"{at:#x}" for at in now.blocks(order)] for order in now.orders}


def _plain(truth: Truth, form: Form) -> Any:
    """What is true, as JSON holds it: an address as text."""
    if form is Form.ADDRESS:
        return f"{truth:#x}"
    if isinstance(truth, frozenset):
        return [f"{each:#x}" if form is Form.WORDS else each for each in sorted(truth)]
    return [f"{each:#x}" for each in truth] if isinstance(truth, tuple) else truth


def _dump(state: State) -> str:
    """The head of the list and the words that can be its nodes, as x prints them."""
    place = state.list
    words = place.words.each()
    rows = [[place.head], *(words[at : at + 2] for at in range(0, len(words), 2))]
    names = [f"{place.name}.head", *(f"{place.words.name}[{at}]" for at in range(0, len(words), 2))]
    wide = max(map(len, names)) + 3
    lines = []
    for name, row in zip(names, rows):
        lines.append(f"{row[0]:#x} {f'<{name}>:':{wide}}  " + "    ".join(f"0x{state.link(at):016x}" for at in row))
    return "\n".join(lines)


def _blocks(state: State, order: int) -> str:
    return " → ".join([*(f"{at:#x}" for at in state.blocks(order)), "null"])


def _list(state: State, blank: bool) -> Source:
    """The figure of a list, or its frame."""
    place = state.list
    head = read(state.memory, place.head, place.name)
    words = tuple(read(state.memory, at, place.words.label(at)) for at in place.words.each())
    chain = walk(state.memory, Shape(), head, lambda at: place.words.label(at), ".head")
    owners = (
        Variable(place.words.name, place.words.start, WORD * place.words.count, ""),
        Variable(place.name, place.head, WORD, ""),
    )
    variables = tuple(sorted(owners, key=lambda each: each.address))
    snapshot = Snapshot(chain, words, variables, blank=blank)
    sizes = replace(PLACE.sizes, word=26.0) if blank else PLACE.sizes
    each = [_source(dressed(lists.scene(snapshot, Style(sizes, across)), PLACE)) for across in ACROSS]
    return next((source for source in each if source.width <= ROOM), each[-1])


def _map(state: State, blank: bool) -> Source:
    """The map of a heap, or its frame."""
    style = Style(replace(PLACE.sizes, bar=18.0, between=2.0), breadth=ROOM - 20.0)
    snapshot = HeapSnapshot(state.heap, blank=blank)
    return _source(dressed(heap.scene(snapshot, "map", style), PLACE))


def _source(scene: Scene) -> Source:
    return dot.write(replace(scene, sizes=replace(scene.sizes, narrowest=0.0)), clear=True)
