"""Questions about a list as it stands, for paper: no request changes it, and before the next one it may be another."""

from __future__ import annotations

from typing import List, Tuple

from buddylab.ends import End
from buddylab.practice.question import Case, Form, Kind, Truth
from buddylab.practice.state import State


class Visits(Kind):
    """In which order a list as it stands visits its nodes."""

    name, actions, form = "visits", ("look",), Form.NODES

    def abouts(self, was: State) -> List[int]:
        return [] if was.list.is_damaged else [0]

    def text(self, was: State, about: int) -> str:
        return f"In which order does {was.list.name} visit its nodes?"

    def truth(self, case: Case) -> Tuple[int, ...]:
        return tuple(case.was.nodes)

    def told(self, case: Case, truth: str) -> str:
        return f"The nodes are, in their order: {truth}."

    def why(self, case: Case) -> str:
        return "Each node holds the address of the next one, and the last one holds null."


class Overwritten(Kind):
    """Which word of a damaged list was overwritten, of which is known that all words were its nodes."""

    name, actions = "overwritten", ("look",)

    def abouts(self, was: State) -> List[int]:
        return [0] if was.list.is_damaged else []

    def text(self, was: State, about: int) -> str:
        place = was.list
        said = f"All {place.words.count} words of {place.words.name} were nodes of {place.name}"
        return f"{said}, and then one of them was overwritten. What is the address of that word?"

    def truth(self, case: Case) -> Truth:
        return case.was.walked.last().address or 0

    def told(self, case: Case, truth: str) -> str:
        return f"The word at {truth} was overwritten."

    def why(self, case: Case) -> str:
        was, word = case.was, case.was.walked.last()
        assert word.address is not None and word.value is not None
        led = {was.head, *(was.link(each) for each in was.list.words.each())}
        lost = [each for each in was.list.words.each() if each not in led]
        if len(lost) != 1:
            return ""
        holds = {
            End.NULL: "holds null, though not all nodes came before",
            End.MISALIGNED: f"holds {word.value:#x}, which is not a multiple of 8",
            End.CYCLE: "holds its own address" if word.value == word.address else "",
        }.get(was.walked.end, f"holds {word.value:#x}, which is no node's address")
        said = f"{was.word(word.address)} {holds}"
        return f"{said}; no word leads to {was.word(lost[0])}, so that is where it led." if holds else ""


KINDS: Tuple[Kind, ...] = (Visits(), Overwritten())
