"""What one show-list saw, ready to be drawn: a Chain, the words around it, and what changed since an earlier stop.

All addresses and values are plain integers, all sizes are in bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Dict, FrozenSet, Optional, Tuple

from buddylab.addresses import Spelling
from buddylab.few import Few
from buddylab.model import Chain, Word

SHOWN = Few(first=40, last=8, most=64)  # of a list's nodes


@dataclass(frozen=True)
class Variable:
    """A named run of memory: one variable of the program."""

    name: str  # values
    address: int  # its first byte
    size: int  # in bytes
    place: str  # on the stack of lesson()

    def is_local(self, address: Optional[int]) -> bool:
        """Whether it lies on the stack, with this byte in it; there it holds anything until it is written."""
        return self.place.startswith("on the stack") and address in range(self.address, self.address + self.size)


@dataclass(frozen=True)
class Container:
    """What the nodes are members of, where that was said; shape.start tells where it starts."""

    name: str  # task
    look: Optional[str] = None  # what one tells GDB to see one, with {} for its address: p *(struct task *){}


@dataclass(frozen=True)
class Change:
    """A word that differs between two stops."""

    address: int
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """What changed between an earlier stop and now. A word rewritten with the value it had is not a change."""

    since: int  # the number of the earlier stop
    changed: Tuple[Change, ...]  # in address order
    joined: Tuple[int, ...] = ()  # nodes on the chain now and not then, in list order
    left: Tuple[int, ...] = ()  # nodes on the chain then and not now, in list order then
    title: Optional[str] = None  # of that stop; None where it is only the one before, and new things are marked
    then: Optional[Chain] = None  # the list as it was then, in a comparison with a title
    unknown: Tuple[int, ...] = ()  # the shown words of which no copy was kept, in address order: not known, not changed


@dataclass(frozen=True)
class Moment:
    """Where in the course a snapshot was taken; every part may be unknown."""

    lesson: Optional[str] = None  # "Lesson 1: an intrusive list on the stack"
    stop: Optional[int] = None  # 6; None between two numbered stops
    step: Optional[str] = None  # what the program does from that stop on, or where the machine stands instead
    seen: Optional[str] = None  # what there is to see at that stop, as the text of the lesson has it

    def title(self) -> str:
        """Lesson, stop and what there is to see in one line; "" where nothing is known."""
        stop = None if self.stop is None else f"stop {self.stop}"
        where = ": ".join(part for part in (stop, self.seen or self.step) if part)
        return " · ".join(part for part in (self.lesson, where) if part)


@dataclass(frozen=True)
class Snapshot:
    """Everything that one show-list saw, ready to be drawn in any form."""

    chain: Chain
    words: Tuple[Word, ...] = ()  # what --memory asked for, in address order, on the chain or not
    variables: Tuple[Variable, ...] = ()  # those that own a shown word, in address order
    pointers: Tuple[Word, ...] = ()  # variables such as prev and curr whose value is the address of a shown word
    moment: Moment = Moment()
    difference: Optional[Difference] = None  # None: there is no earlier stop to compare with
    word_size: int = 8
    gone: Tuple[Word, ...] = ()  # the words of nodes that have left the list, where two stops are compared
    spelling: Spelling = Spelling()
    container: Optional[Container] = None
    blank: bool = False  # only the frame is shown: what the words hold is to be filled in

    def is_node(self, word: Word) -> bool:
        """Whether `word` is the link of a node of the list."""
        return word.address in self._links

    def place(self, word: Word) -> int:
        """The address that stands for a word: of a node, on the list or gone from it, what pointers to it hold."""
        assert word.address is not None
        return word.address - self.chain.shape.next * (self.is_node(word) or word in self.gone)

    def object(self, word: Word) -> int:
        """Where the object starts that a node is, or is a member of."""
        return self.chain.node(word) + self.chain.shape.start

    def visible(self) -> Tuple[Word, ...]:
        """The nodes that are shown, in list order: all, or of a long list the first and the last."""
        return tuple(SHOWN.shown(self.chain.nodes))

    def elided(self) -> int:
        """How many nodes between the first and the last are not shown."""
        return SHOWN.hidden(len(self.chain.nodes))

    def shown(self) -> Tuple[Word, ...]:
        """Every word but the head, in address order, each once: the visible nodes and what --memory asked for."""
        return self._shown

    def targets(self) -> Dict[int, Word]:
        """What an arrow may point at: every shown word and the head's, by the address that a pointer to it holds."""
        return self._targets

    def changed(self) -> Dict[int, Change]:
        """The changed words by address; empty where there is nothing to compare with."""
        return {} if self.difference is None else {change.address: change for change in self.difference.changed}

    @cached_property
    def _links(self) -> FrozenSet[int]:
        if not self.words + self.gone and self.elided():
            addresses = [self.chain.node(node) for node in self.visible()]  # nobody asks for the others
        else:
            addresses = self.chain.addresses()
        return frozenset(address + self.chain.shape.next for address in addresses)

    @cached_property
    def _shown(self) -> Tuple[Word, ...]:
        words = {word.address: word for word in self.words + self.gone + self.visible() if word.address is not None}
        return tuple(words[address] for address in sorted(words))

    @cached_property
    def _targets(self) -> Dict[int, Word]:
        head, offset = self.chain.head, self.chain.shape.next
        words = {word.address - offset: word for word in self._shown if word.address is not None}
        if self.chain.shape.home is not None:
            words.setdefault(self.chain.shape.home, head)
        if head.address is not None:
            words.setdefault(head.address - offset, head)
        return words
