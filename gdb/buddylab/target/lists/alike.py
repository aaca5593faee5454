"""The objects on a list: what they are called, which one is not like the others, and what is before one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from buddylab.memory.image import Memory
from buddylab.model import Chain, Shape, Word
from buddylab.target.types import called
from buddylab.target.lists.readings import Reading
from buddylab.target.names import Names
from buddylab.walk import read, walk

LONGEST = 100_000  # nodes after which a ring is not followed any more
ENOUGH = 1000  # nodes before the one at hand that are looked at
LOOKED_AT = 64  # objects on a ring whose names are asked for

At = Callable[[int, str], Word]


@dataclass(frozen=True)
class Back:
    """What is before a node, found by the links back."""

    before: Tuple[int, ...] = ()  # what its link back holds, where that is borne out
    cut: Optional[Tuple[int, int]] = None  # where it is not, further back: a node, and the one that it points back at
    passed: Tuple[int, ...] = ()  # the nodes on the way


class Objects:
    """What memory and the names of the program say of the objects on a list."""

    def __init__(self, memory: Memory, names: Names, at: At, contained: bool = False) -> None:
        """`at` gives a head in memory its name; `contained`: what the nodes are members of was said."""
        self.memory, self.names, self.at, self.contained = memory, names, at, contained

    def _bin(self, reading: Reading) -> Optional[int]:
        """Where an object would lie that had the pointer at hand for its link, as malloc's bins have it: a ring's home.

        None where the first and the last node do not lead there, or where such an object lies in fact.
        """
        head, shape = reading.head, reading.shape
        if head.address is None or not head.value or shape.prev is None or shape.prev_to_link or reading.type is None:
            return None
        home = head.address - shape.next
        if self._prev(shape, head.value) != home or self.names.has(reading.type, home, head.address) is not False:
            return None
        last = self._prev(shape, home)
        return home if last and self._word(last + shape.next) == home else None

    def _home(self, reading: Reading, ring: Sequence[int]) -> Optional[int]:
        """Which of the objects on a ring is its head; `ring` begins with the one that EXPR stands for."""
        at = ring[0]
        kinds = [self._kind(reading, each) for each in ring[:LOOKED_AT]]
        alone = [each for each, kind in zip(ring, kinds) if kinds.count(kind) == 1]
        others = [each for each in alone if each != at]
        if reading.kind == "head" and (kinds[0] is None or at in alone or len(others) != 1):
            return at
        if len(ring) == 1 and not reading.pure:
            named = [kinds[0] or "", reading.link.rpartition(".")[0]]  # gens[0], or .head of it
            return at if any(map(called.is_head, named)) else None
        if reading.shape.prev is None and (kinds[0] is None or at not in alone or len(ring) == 1):
            return None  # any chain that was damaged so looks the same
        if reading.kind != "entry" and at in alone:
            return at if reading.pure or len(ring) > 2 or kinds[0] is not None else None
        if len(others) == 1 and 2 < len(ring) <= LOOKED_AT:
            return others[0]
        return at if reading.pure and reading.kind != "entry" else None

    def _kind(self, reading: Reading, address: int) -> Optional[str]:
        """What the object on a ring that has its node at `address` has in common with others."""
        return None if reading.type is None else self.names.kind(address, reading.type)

    def _is_apart(self, reading: Reading, at: int, others: Sequence[int]) -> bool:
        """Whether the object at `at` is called otherwise than those on its list, as a head is."""
        kind = self._kind(reading, at)
        return kind is not None and all(self._kind(reading, each) != kind for each in others[:LOOKED_AT])

    def _others(self, reading: Reading, passed: Sequence[int]) -> List[int]:
        """Those of the objects on a list that are called otherwise than all the rest."""
        kinds = [self._kind(reading, each) for each in passed[:LOOKED_AT]]
        return [each for each, kind in zip(passed, kinds) if kind is not None and kinds.count(kind) == 1]

    def _is_kept(self, head: Word) -> bool:
        """Whether a pointer lies where programs keep the heads of lists; one on the stack may be on its way."""
        variable = None if head.address is None else self.names.variable(head.address)
        return head.address is not None and (variable is None or not variable.is_local(head.address))

    def _back(self, reading: Reading, at: int, back: Optional[int]) -> Back:
        """What is found on the way back from a node in the middle of its list; nothing is borne out at a single list's.

        `before` is what its link back holds, if that leads to the node before it.
        """
        shape = reading.shape
        if not back or shape.prev is None:
            return Back()
        if shape.prev_to_link:
            return Back((back,) if self._word(back) == at else ())
        seen: Dict[int, None] = {}
        node, before = at, back
        while before and before not in seen and len(seen) < ENOUGH:
            if self._word(before + shape.next) != node:
                return Back((), None if node == at else (node, before), tuple(seen))
            seen[before] = None
            node, before = before, self._prev(shape, before) or 0
        return Back((back,) if not before or len(seen) == ENOUGH else (), None, tuple(seen))

    def _walk(self, head: Word, shape: Shape) -> Chain:
        """A walk without what stands beside the links."""
        return walk(self.memory, replace(shape, prev=None, fields=(), limit=LONGEST), head)

    def _prev(self, shape: Shape, node: int) -> Optional[int]:
        """The link back of a node, where it has one."""
        found = None if shape.prev is None else self._word(node + shape.prev)
        return None if found is None else found & ~shape.prev_flags

    def _word(self, address: int) -> Optional[int]:
        return read(self.memory, address).value
