"""Says what changed between an earlier stop and now, given a list or a heap as it was read at both."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from buddylab.ends import End
from buddylab.memory.image import Memory
from buddylab.heaps.free_list import Block, block_of
from buddylab.heaps.heap_model import Heap, HeapDifference, HeapSnapshot
from buddylab.model import Chain, Word
from buddylab.snapshot import SHOWN, Change, Difference, Snapshot
from buddylab.walk import Label, read


def gone(then: Optional[Chain], now: Chain, memory: Memory, label: Label = lambda address: None) -> Tuple[Word, ...]:
    """The words, as `memory` has them now, of the nodes that left the list since `then`; as many as are shown."""
    still = set(now.addresses())
    left = [address for address in then.addresses() if address not in still][: SHOWN.most] if then is not None else []
    return tuple(read(memory, address + now.shape.next, label(address)) for address in left)


def difference(
    since: int, before: Memory, then: Optional[Chain], now: Snapshot, title: Optional[str] = None
) -> Difference:
    """Compares each shown word, and the head, with `before`, what was kept of memory at stop `since`.

    `then` is the list as it was there, from which nodes have come and gone; None where that is not known. A `title` of
    the stop makes it a comparison of two stops, which has the earlier list too.
    """
    head = now.chain.head
    words: List[Word] = list(now.shown())
    if head.address is not None and head.address not in {word.address for word in words}:
        words.append(head)
    changed, unknown = [], []
    for word in words:
        assert word.address is not None
        earlier = read(before, word.address).value
        if earlier is None:
            unknown.append(word.address)
        elif word.held is not None and word.held != earlier:
            changed.append(Change(word.address, earlier, word.held))
    changed.sort(key=lambda change: change.address)
    found = Difference(since, tuple(changed), title=title, unknown=tuple(sorted(unknown)))
    if then is None:
        return found
    offset = now.chain.shape.next
    was, still = ([address + offset for address in chain.addresses()] for chain in (then, now.chain))
    here, new = set(still), set(was)
    left_off = then.end == End.UNREADABLE  # where the copy ends: what followed is not known
    return replace(
        found,
        joined=() if left_off else tuple(address for address in still if address not in new),
        left=tuple(address for address in was if address not in here),
        then=None if title is None else then,
    )


def heap_difference(
    since: int,
    before: Memory,
    then: Heap,
    now: HeapSnapshot,
    label: Label = lambda address: None,
    title: Optional[str] = None,
) -> HeapDifference:
    """Compares a heap with `then`, the same in `before`, what was kept of memory at stop `since`; `label` names blocks.

    A `title` of the stop makes it a comparison of two stops, which has the heap as it was then.
    """
    changed, unknown = _changes(before, now) if now.heap.tree is None else (_bytes(then, now.heap), ())
    found = HeapDifference(since, changed, title=title, unknown=unknown)
    if (
        unknown
        or (then.tree is not None and then.tree.fault)
        or any(each.chain.end == End.UNREADABLE for each in then.lists)
    ):
        return replace(found, known=False)
    grown = 0 if now.heap.added is None or then.added is None else now.heap.added - then.added
    other = len(then.lists) != len(now.heap.lists) and then.knows_order and now.heap.knows_order
    if set(then.regions) - set(now.heap.regions) or other or grown < 0:
        return replace(found, grown=now.heap.added or 0, anew=True, fresh=_is_none(then))
    was, still = set(then.free()), set(now.heap.free())
    gone, new = was - still, still - was
    resized: List[Tuple[Block, Block]] = []
    if then.taken is None or now.heap.taken is None:
        taken = [piece for block in gone for piece in _uncovered(block, still)]
        returned = [] if grown else [piece for block in new for piece in _uncovered(block, was)]
    else:
        resized = _resized(then.taken, _plain(now.heap.taken))
        taken = list(set(_plain(now.heap.taken)) - set(then.taken) - {after for _, after in resized})
        returned = list(set(then.taken) - set(_plain(now.heap.taken)) - {before for before, _ in resized})
        taken += [piece for _, after in resized for piece in _uncovered(after, then.taken)]
        returned += [piece for before, _ in resized for piece in _uncovered(before, now.heap.taken)]
    smaller_then = [*was, *(then.taken or ())]
    smaller_now = [*still, *_plain(now.heap.taken or ())]

    def named(blocks: Iterable[Block]) -> Tuple[Block, ...]:
        return tuple(replace(block, label=label(block.address)) for block in sorted(blocks, key=_place))

    return replace(
        found,
        split=named(block for block in gone if _parts(block, smaller_now)),
        merged=named(block for block in new if _parts(block, smaller_then)),
        taken=named(taken),
        returned=named(returned),
        resized=tuple(zip(*(named(both) for both in zip(*resized)))),
        grown=grown,
        then=None if title is None else then,
    )


def _changes(before: Memory, now: HeapSnapshot) -> Tuple[Tuple[Change, ...], Tuple[int, ...]]:
    """The heads and links that changed, and the addresses of those of which nobody knows, in address order."""
    values: Dict[Optional[int], Optional[int]] = {}
    for chain in (each.chain for each in now.heap.lists):
        links = [address + chain.shape.next for address in chain.addresses()]
        values.update(zip([chain.head.address, *links], [chain.head.value, *chain.addresses()[1:], chain.last().value]))
    changed, unknown = [], []
    for address in sorted(address for address in values if address is not None):
        earlier, value = read(before, address).value, values[address]
        if earlier is None:
            unknown.append(address)
        elif value is not None and value != earlier:
            changed.append(Change(address, earlier, value))
    return tuple(changed), tuple(unknown)


def _bytes(then: Heap, now: Heap) -> Tuple[Change, ...]:
    """The bytes of a tree that changed, in address order."""
    if then.tree is None or now.tree is None or len(then.tree.nodes) != len(now.tree.nodes):
        return ()
    both = enumerate(zip(then.tree.nodes, now.tree.nodes))
    return tuple(Change(now.tree.address + at, was, byte) for at, (was, byte) in both if was != byte)


def _is_none(heap: Heap) -> bool:
    """Whether it was not made yet."""
    return heap.is_one and not (heap.lists or heap.regions or heap.total)


def _resized(then: Iterable[Block], now: Iterable[Block]) -> List[Tuple[Block, Block]]:
    """The blocks that are handed out in both states, of another size or for other bytes, as they were and as they are.

    Nobody knows whether one shrank in place, or came back and went out again.
    """
    before = {block.address: block for block in then}
    return [(before[block.address], block) for block in now if before.get(block.address, block) != block]


def _plain(blocks: Sequence[Block]) -> List[Block]:
    """The blocks without their names, which the earlier ones lack."""
    return [replace(block, label=None) for block in blocks]


def _place(block: Block) -> Tuple[int, int]:
    return block.address, block.order


def _parts(block: Block, others: Iterable[Block]) -> bool:
    """Whether one of `others` is a smaller part of `block`."""
    return any(block.address <= other.address < block.end and other.size < block.size for other in others)


def _uncovered(block: Block, free: Iterable[Block]) -> List[Block]:
    """The largest blocks within `block` of which no byte is in `free`."""
    touching = [other for other in free if other.address < block.end and block.address < other.end]
    if not touching:
        return [block]
    if any(other.address <= block.address and block.end <= other.end for other in touching):
        return []
    if block.sized or any(other.sized for other in touching):
        return _rest(block, touching)
    halves = (Block(block.address, block.order - 1), Block(block.address + block.size // 2, block.order - 1))
    return [piece for half in halves for piece in _uncovered(half, touching)]


def _rest(block: Block, free: Iterable[Block]) -> List[Block]:
    """What is left of `block` without the bytes in `free`, where blocks need be no halves of others."""
    here, found = block.address, []
    for other in sorted(free, key=_place):
        if other.address > here:
            found.append(block_of(here, other.address - here))
        here = max(here, other.end)
    return found + ([block_of(here, block.end - here)] if here < block.end else [])
