"""Follows a list: Memory + Shape -> Chain. It trusts nothing it reads, and judges nothing: check.py does that.

The walk costs what image.py fetches, and a dictionary's lookup a node: what it meets is kept as plain numbers, and
becomes words with names only when somebody looks at them.
"""

from __future__ import annotations

from array import array
from typing import Callable, Dict, Optional, Sequence, Tuple

from buddylab import encoded
from buddylab.ends import End
from buddylab.memory.arrays import View, Views
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Chain, Nodes, Shape, Word

Label = Callable[[int], Optional[str]]
Prevs = Tuple[Optional[int], ...]
Details = Dict[int, Tuple[str, ...]]
MOST = 4_000_000  # nodes, where nobody knows how much memory there is


def read(memory: Memory, address: int, label: Optional[str] = None) -> Word:
    """The word at `address`, its value None where it cannot be read."""
    try:
        return Word(address, memory.word(address), label)
    except Unreadable:
        return Word(address, None, label)


def walk(memory: Memory, shape: Shape, head: Word, label: Label = lambda address: None, member: str = "") -> Chain:
    """The chain that starts at `head`, up to its end or to the first node that cannot be read.

    `head` is the word that points at the first node, `label` gives a name to an address, and `member` says how the word
    is reached from the head's own label. A walk that the user or a dying target interrupts gives what it has.
    """
    if shape.code is not None:
        return _encoded(memory, shape, head, label, member)
    walker = _Walker(memory, shape, head)
    prevs: Prevs = ()
    details: Details = {}
    try:
        walker.run()
        prevs, details = _besides(memory, shape, walker.found)
    except KeyboardInterrupt:
        memory.interrupt("Ctrl-C was pressed")
        walker.cut()
    nodes = Nodes(walker.found, walker.address, shape.next, label)
    interrupted = memory.interrupted or ""
    if interrupted:
        prevs, details = (), {}  # what could not be read any more must not look like damage
    if walker.end != End.LIMIT and shape.prev is None and not shape.fields:
        interrupted = ""  # this list had been read by then
    absent = _why(memory, walker.address, shape.next, head) if walker.end == End.UNREADABLE else ""
    return Chain(head, nodes, End(walker.end), (), member, shape, prevs, details, interrupted, absent)


def _why(memory: Memory, node: Optional[int], next: int, head: Word) -> str:
    """Why the link of `node` cannot be read, or for None the head's word; "" where that is not known."""
    address = head.address if node is None else node + next
    try:
        return "" if address is None else memory.why(address)
    except Unreadable:
        return ""


def _encoded(memory: Memory, shape: Shape, head: Word, label: Label, member: str) -> Chain:
    """The chain of a list whose links are encoded."""
    walked = encoded.follow(memory, shape, head)
    prevs, details = _besides(memory, shape, walked.nodes)
    nodes = Nodes(walked.nodes, walked.address, shape.next, label, walked.raws)
    end = End.LIMIT if walked.end == "interrupted" else End(walked.end)
    cut = end == End.UNREADABLE and walked.address is not None  # else the link leads nowhere
    absent = _why(memory, walked.address, shape.next, head) if cut else ""
    return Chain(head, nodes, end, (), member, shape, prevs, details, memory.interrupted or "", absent)


def again(memory: Memory, chain: Chain) -> Optional[Chain]:
    """The list of `chain` as it stands in another memory, without names; None where its head does not lie there."""
    address, code = chain.head.address, chain.shape.code
    if address is None:
        return None
    head = read(memory, address)
    if code is not None:
        head = encoded.head(memory, code, address, None, address - chain.shape.next)
    return None if head.held is None else walk(memory, chain.shape, head)


class _Walker:
    """One walk, and how far it has come; an exception in the middle of it leaves that in place.

    Cycles are found with Brent's algorithm (An improved Monte Carlo factorization algorithm, BIT 20, 1980):
    a marker is moved to the current node after 1, 2, 4, 8 … nodes, and is met again if there is a cycle. Unlike a set
    of all that was seen it costs no memory, and hardly any time.
    """

    def __init__(self, memory: Memory, shape: Shape, head: Word) -> None:
        self.found = array("Q")  # the nodes' addresses
        self.address = head.value  # what the last word holds, the node to be read next
        self.end: str = "" if head.value is not None else "interrupted" if memory.interrupted else End.UNREADABLE
        self._memory = memory
        self._shape = shape
        self._align = shape.align or memory.word_size  # of the nodes; their links may lie anywhere
        self._most = _most(memory, self._align) if shape.limit is None else shape.limit
        # A circular list has come home there; where it is the head's own address, any other list has gone astray.
        self._head = shape.home
        if shape.home is None and head.address is not None:
            self._head = head.address - shape.next
        self._home = self._head, shape.home is None
        self._start = self.address, shape.next, self._align
        self._views = Views(memory, shape)
        self._marker = self.address
        self._since = 0  # how many nodes were found when the marker was moved here
        self._stays = 1  # for how many more it stays

    def run(self) -> None:
        """Goes on to the end."""
        self._recall()
        while not self.end:
            known = len(self.found)
            views = self._views.around(self.address)
            if views is not None:
                try:
                    self._hurry(*views)
                except KeyError:
                    pass  # a node that was not read yet, or that does not exist
            if len(self.found) == known and not self.end:
                self._step()
        if self.end in (End.LIMIT, "interrupted"):
            self.cut()
        else:
            self._memory.walks[self._start] = self.found, self.address, self.end, self._home
        if self._shape.ring and self.end == End.CYCLE and self.found and self.address == self.found[0]:
            self.end = End.RING

    def _recall(self) -> None:
        """Takes over what an earlier walk from here has found, where its home or its limit makes no difference."""
        if self._start in self._memory.walks and not self.end:
            found, address, end, home = self._memory.walks[self._start]
            differs = end in (End.HEAD, End.CYCLE) or self._head == address or self._head in found
            enough = 3 * len(found) if end == End.CYCLE else len(found)  # a cycle is seen in its second or third round
            if (home == self._home or not differs) and enough < self._most:
                self.found, self.address, self.end = found, address, end

    def cut(self) -> None:
        """Ends a walk short of its end. It may have gone round a cycle before the marker was met: one round is kept."""
        self.end = self.end if self.end not in ("", "interrupted") else End.LIMIT
        seen = set()
        for at, address in enumerate([*self.found, self.address]):
            if address in seen:
                self.end, self.address = End.CYCLE, address
                del self.found[at:]
                return
            seen.add(address)

    def _hurry(self, unit: int, views: View) -> None:
        """Goes on as long as nothing is unusual about the next node; raises KeyError where it is not in `views`.

        This loop is what a long list costs, hence its look.
        """
        assert self.address is not None
        found, append = self.found, self.found.append
        offset, head, address = self._shape.next, self._head, self.address
        word = address  # where to go on: address itself, but for a Ctrl-C between append and the line behind it
        size = self._memory.word_size
        mask, shift = max(size, self._align) - 1, size.bit_length() - 1
        bits, rest = unit.bit_length() - 1, unit - 1
        if offset & (size - 1):
            return  # links that are not aligned are read one by one
        try:
            while len(found) < self._most:
                marker = self._marker
                for _ in range(min(self._most, self._since + self._stays) - len(found)):
                    if address & mask or address == head:
                        return
                    at = address + offset
                    word = views[at >> bits][(at & rest) >> shift]
                    append(address)
                    address = word
                    if address == marker:
                        self.address = address
                        self._close()
                        return
                self.address = address
                self._mark()
        finally:
            if not self.end:
                self.address = word

    def _step(self) -> None:
        """Reads one node, perhaps with others to come; or finds that here is the end."""
        address = self.address
        assert address is not None
        if address == 0:
            self.end = End.NULL
        elif address == self._head:
            self.end = End.CYCLE if self._shape.home is None else End.HEAD
        elif address % self._align:
            self.end = End.MISALIGNED
        elif len(self.found) >= self._most:
            self.end = End.LIMIT
        else:
            try:
                value = self._views.read(address + self._shape.next, len(self.found))
            except Unreadable as fault:
                self.end = fault.kind
                return
            self.found.append(address)
            self.address = value
            if value == self._marker:
                self._close()
            else:
                self._mark()

    def _mark(self) -> None:
        """Moves the marker here if it has stayed long enough."""
        if len(self.found) >= self._since + self._stays:
            self._marker, self._since, self._stays = self.address, len(self.found), 2 * self._stays

    def _close(self) -> None:
        """The marker was met: cuts off what was walked more than once, so that the last word points at the entry."""
        found, length = self.found, len(self.found) - self._since
        assert self.address is not None
        found.append(self.address)
        low, high = 0, len(found) - 1 - length  # the entry is the first node that comes again `length` nodes later
        while low < high:
            middle = (low + high) // 2
            if found[middle] == found[middle + length]:
                high = middle
            else:
                low = middle + 1
        self.address = found[low]
        del found[low + length :]
        self.end = End.CYCLE


def _most(memory: Memory, align: int) -> int:
    """How many nodes the target's memory can hold at most, which may overlap where they are that badly aligned."""
    if memory.ram is None:
        return MOST
    return sum(part.stop - part.start for part in memory.ram) // min(align, memory.word_size)  # len() knows 63 bits


def _besides(memory: Memory, shape: Shape, found: Sequence[int]) -> Tuple[Prevs, Details]:
    """What the shape asks to be read of each node beside its link: the link back, and the fields as text."""
    prevs: Prevs = ()
    details: Details = {}
    if shape.prev is not None:
        places = [address + shape.prev for address in found]
        if shape.home is not None and shape.tail != 0:
            places.append(shape.home + shape.prev if shape.tail is None else shape.tail)
        prevs = tuple(read(memory, place).value for place in places)
    if shape.fields:
        details = {address: tuple(_field(memory, address, *field[1:]) for field in shape.fields) for address in found}
    return prevs, details


def _field(memory: Memory, node: int, offset: int, size: int, show: Callable[[bytes], str]) -> str:
    try:
        return show(memory.read(node + offset, size))
    except Unreadable:
        return "unreadable"
