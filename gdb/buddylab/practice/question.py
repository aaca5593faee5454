"""What a question is: what it asks, how it is answered, what is true once the machine has gone on, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import FrozenSet, List, Optional, Tuple, Union

from buddylab.practice.chance import mixed
from buddylab.practice.state import State
from buddylab.spelling import plural, runs, together

# An address, a number, or whether; words or orders, in any order; or nodes in theirs.
Truth = Union[int, bool, FrozenSet[int], Tuple[int, ...]]
LARGE = 4096  # from here on a number looks like an address


class Form(Enum):
    """How a question is answered: what is expected, as a sentence goes on with it."""

    ADDRESS = "an address, such as {address}, or null"
    NUMBER = "a number, such as 5"
    YES = "yes or no"
    WORDS = "the words with commas in between, such as {words}, or none"
    ORDERS = "the orders with commas in between, such as 4, 5, or none"
    NODES = "the nodes in their order with commas in between, such as {nodes}, or none"

    def expected(self, state: State) -> str:
        """The same, with examples that fit what is asked about."""
        first, second = (f"{state.array.name}[{at}]" for at in range(2))
        address = f"&{first}" if state.request.list else f"{state.array.start:#x}"
        head = f"{state.list.name}.head" if state.request.list else first
        return self.value.format(address=address, words=f"{head}, {first}", nodes=f"&{first}, &{second}")

    def said(self, truth: Truth, state: State) -> str:
        """A truth, or an answer, in words."""
        if self is Form.YES:
            return "yes" if truth else "no"
        if self is Form.NODES and isinstance(truth, tuple):
            return ", ".join(map(state.pointer, truth)) or "none"
        if isinstance(truth, frozenset):
            each = sorted(truth)
            return (together(list(map(state.word, each))) if self is Form.WORDS else runs(each)) or "none"
        assert isinstance(truth, int)
        if self is Form.NUMBER:
            return str(truth) if truth < LARGE else f"{truth:#x}"
        name = state.pointer(truth)
        return f"{name} ({truth:#x})" if name.startswith("&") else name


@dataclass(frozen=True)
class Case:
    """A question with what was, and what the machine has made of it."""

    was: State
    now: State
    about: int = (
        0  # what the question asks about, where it can be asked about several things: an order, a word, a place
    )

    @property
    def changed(self) -> FrozenSet[int]:
        """The words of the list, its head included, that hold something else."""
        words = [self.was.list.head, *self.was.list.words.each()]
        return frozenset(word for word in words if self.was.link(word) != self.now.link(word))


class Kind:
    """One kind of question. Its methods look at memory, before the request or after it, and at nothing else."""

    name = ""
    level = 1  # how hard it is, from 1 to LEVELS
    actions: Tuple[str, ...] = ()  # the requests that it can be asked of
    form = Form.ADDRESS
    fragments = False  # whether it is about fragmentation

    def abouts(self, was: State) -> List[int]:
        """What it can be asked about before this request; nothing where it cannot be asked at all."""
        return [0]

    def text(self, was: State, about: int) -> str:
        """The question."""
        raise NotImplementedError

    def truth(self, case: Case) -> Truth:
        """The answer, as the machine has given it."""
        raise NotImplementedError

    def told(self, case: Case, truth: str) -> str:
        """The answer as a sentence."""
        raise NotImplementedError

    def why(self, case: Case) -> str:
        """Why that is so, as a sentence of which each part was seen in memory; "" where that shows no reason."""
        raise NotImplementedError


@dataclass(frozen=True)
class Question:
    """A question of some kind about the next request."""

    kind: Kind
    about: int

    def text(self, was: State) -> str:
        """What is asked."""
        return self.kind.text(was, self.about)

    def judged(self, was: State, now: State) -> Tuple[Truth, str, str]:
        """What is true, that as a sentence, and why."""
        case = Case(was, now, self.about)
        truth = self.kind.truth(case)
        return truth, self.kind.told(case, self.kind.form.said(truth, was)), self.kind.why(case)


def about(kind: Kind, was: State, *numbers: int) -> Optional[Question]:
    """A question of this kind, about what `numbers` choose; None where it cannot be asked."""
    each = kind.abouts(was)
    return Question(kind, each[mixed(*numbers) % len(each)]) if each else None


def size(number: int) -> str:
    """So many bytes, in words."""
    return f"{number} {plural(number, 'byte')}"


def sentence(clause: str) -> str:
    """A clause as a sentence; "" of nothing."""
    return f"{clause[0].upper()}{clause[1:]}." if clause else ""
