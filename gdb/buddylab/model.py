"""The nouns of a list, in which every other file speaks: Shape, Word, Chain, Problem. heaps/ has a heap's.

All addresses and values are plain integers, all sizes are in bytes; addresses.py says how they are written. Nothing
here knows GDB, and nothing but ends.py is imported from the rest of the package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, List, Mapping, Optional, Sequence, Tuple, Union, overload

from buddylab.ends import End


@dataclass(frozen=True)
class Code:
    """How a link is encoded, and what ends a list of such links."""

    # From a link, its node's address and that of the node before, 0 for none, to the next one's; None: to nowhere.
    leads: Callable[[int, int, int], Optional[int]]
    size: int  # of a link, in bytes
    end: Optional[int] = None  # the link that ends the list; None: one that leads to 0
    head: bool = True  # whether the head's word is encoded like the others


@dataclass(frozen=True)
class Shape:
    """How to follow a list. Offsets are in bytes from the address that pointers to a node hold."""

    limit: Optional[int] = None  # nodes after which the walk stops; None for as many as memory can hold
    next: int = 0  # where a node keeps the address of the next one
    prev: Optional[int] = None  # where it keeps the address of the one before; None in a singly linked list
    prev_to_link: bool = False  # links back hold the address of the link of the node before, as those of type T ** do
    prev_flags: int = 0  # bits of links back that are no part of an address
    before: Tuple[int, ...] = ()  # what the first node's link back may hold beside 0, the head's address and the last
    cut: Optional[
        Tuple[int, int]
    ] = None  # before the first node: one that points back at another, which leads elsewhere
    home: Optional[int] = None  # the address at which a circular list has come home; None: 0 ends the list
    tail: Optional[int] = None  # where home has its link back; None: where a node has it; 0: it has none
    ring: bool = False  # a circular list without a head, which ends where it comes back to its first node
    code: Optional[Code] = None  # how links are encoded; None where they are addresses as they stand
    start: int = 0  # where the object that contains the node starts, 0 or less
    align: Optional[int] = None  # what every node's address is a multiple of; None: the size of a word
    fields: Tuple[Tuple[str, int, int, Callable[[bytes], str]], ...] = ()  # name, offset, size, how to show


@dataclass(frozen=True)
class Word:
    """One word of memory at one stop."""

    address: Optional[int]  # None: the value of an expression that lies nowhere in memory
    value: Optional[int]  # what it holds, or leads to where that is encoded; None: it could not be read
    label: Optional[str] = None  # its name in the program, such as values[3]
    raw: Optional[int] = None  # what memory holds, where that is encoded

    @property
    def held(self) -> Optional[int]:
        """What memory holds, as x prints it; None where it could not be read."""
        return self.value if self.raw is None else self.raw


class Nodes(Sequence[Word]):
    """The words by which a list's nodes are linked, made when they are looked at: a million are mere numbers."""

    def __init__(
        self,
        addresses: Sequence[int] = (),
        last: Optional[int] = None,
        offset: int = 0,
        label: Callable[[int], Optional[str]] = lambda address: None,
        raws: Sequence[int] = (),
    ) -> None:
        """Nodes at `addresses`, each pointing at the next and the last one at `last`; words lie `offset` bytes in.

        `raws` are the words as memory holds them, where they are encoded.
        """
        self.addresses = addresses
        self._last = last
        self._offset = offset
        self.label = label  # the name of a node by its address, whether it is one of these or not
        self._raws = raws

    def __len__(self) -> int:
        return len(self.addresses)

    @overload
    def __getitem__(self, at: int) -> Word:
        ...

    @overload
    def __getitem__(self, at: slice) -> Tuple[Word, ...]:
        ...

    def __getitem__(self, at: Union[int, slice]) -> Union[Word, Tuple[Word, ...]]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        at = range(len(self.addresses))[at]
        address = self.addresses[at]
        value = self.addresses[at + 1] if at + 1 < len(self.addresses) else self._last
        raw = self._raws[at] if at < len(self._raws) else None
        return Word(address + self._offset, value, self.label(address), raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True)
class Problem:
    """Something wrong with a chain or a heap."""

    kind: str  # such as cycle, misaligned, unreadable, not-ram, limit, back-link; or interrupted, absent
    address: Optional[int]  # the word or node it is about
    message: str  # one sentence for people


@dataclass(frozen=True)
class Chain:
    """A list as it was walked: the head, then the nodes in list order."""

    head: Word  # the word that points at the first node
    nodes: Sequence[Word]  # each node's link; its value is the address of the next node
    end: End
    problems: Tuple[Problem, ...] = ()
    member: str = ""  # how the head's word is reached from its label: ".head", or "" if it is the word itself
    shape: Shape = Shape()  # how it was walked
    prevs: Tuple[Optional[int], ...] = ()  # the nodes' links back, where the shape has them
    details: Mapping[int, Tuple[str, ...]] = field(default_factory=dict)  # the shape's fields by node address, as text
    interrupted: str = ""  # what cut the walk short, if something did
    absent: str = ""  # why memory cannot be read where it ends, if that is known to be no fault of the list's

    def node(self, word: Word) -> int:
        """The address of the node that `word` links, as pointers to it hold it."""
        assert word.address is not None
        return word.address - self.shape.next

    def addresses(self) -> List[int]:
        """The nodes' addresses, as pointers to them hold them. A million nodes must not be named to know these."""
        nodes = self.nodes
        return list(nodes.addresses) if isinstance(nodes, Nodes) else [self.node(node) for node in nodes]

    def index(self, address: int) -> int:
        """Which node has this address; -1 for none, as the head has."""
        addresses = self.addresses()
        return addresses.index(address) if address in addresses else -1

    def name(self, address: int) -> Optional[str]:
        """The name of a node that may be left out of what is shown, or lie behind its end; None where it has none."""
        return self.nodes.label(address) if isinstance(self.nodes, Nodes) else None

    def last(self) -> Word:
        """The word in which the list ends: the last node's, or the head's."""
        return self.nodes[-1] if self.nodes else self.head

    @property
    def ends_well(self) -> bool:
        """Whether it ends as such a list should: in null, in its mark, at home, or where it began."""
        shape = self.shape
        if shape.code is not None and shape.code.end is not None:
            return self.end == End.MARK
        return self.end == (End.HEAD if shape.home is not None else End.RING if shape.ring else End.NULL)

    def cycle(self) -> int:
        """How many nodes the cycle has in which the list ends; 0 where it ends otherwise."""
        last = self.last()
        if self.end != End.CYCLE or last.value is None:
            return 0
        return len(self.nodes) - max(self.index(last.value), 0)
