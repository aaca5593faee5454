"""A heap as text: its lists or its tree, its books against a walk, and what has happened to it.

The figures take their title, their caption and their text alternative from here too, so that all say the same.
"""

from __future__ import annotations

from typing import List, Sequence

from buddylab import spelling
from buddylab.columns import fill
from buddylab.draw.words import blank, compared, free_rows, lists_text, tree_text, zone_text
from buddylab.draw.words.dump import Suffix
from buddylab.few import Few, More
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import HeapDifference, HeapSnapshot, below_zero, is_absurd
from buddylab.spelling import human

LISTED = Few(first=8)  # of those handed out, and of a tree's free ones
UNDAMAGED = ("absent", "interrupted", "unmerged")  # what is not known, and buddies that may be merged any moment


def show(snapshot: HeapSnapshot, suffix: Suffix = lambda address: "") -> str:
    """All of it, as show-freelists prints it; `suffix` as in list_text.show()."""
    heap = snapshot.heap
    if snapshot.blank:
        return blank.table(snapshot, f"{heap.label}{_place(snapshot)}: {_kind(snapshot)}")
    if not heap.is_made:
        return "\n".join(map(fill, _no_lists(snapshot))) + "\n"
    parts = [fill(f"{heap.label}{_place(snapshot)}: {_kind(snapshot)}")]
    if heap.tree is not None:
        parts += [tree_text.table(snapshot, heap.tree), _blocks(snapshot, "Free", heap.free())]
    elif heap.zone is not None:
        parts += [zone_text.table(snapshot, heap.zone), *free_rows.dumped(snapshot, suffix)]
    else:
        parts += [free_rows.table(snapshot), *free_rows.dumped(snapshot, suffix)]
    if heap.taken is not None:
        parts.append(_blocks(snapshot, "Handed out", heap.taken))
    parts.append("\n".join(map(fill, books(snapshot))))
    if heap.problems:
        parts.append("\n".join(fill(snapshot.spelling.sentence(problem.message)) for problem in heap.problems))
    if snapshot.difference is not None:
        parts.append("\n".join(map(fill, changes(snapshot))))
    return "\n\n".join(parts) + "\n"


def title(snapshot: HeapSnapshot) -> str:
    """One line that says lesson, stop and step; just the heap's name where there is no lesson."""
    heap = snapshot.heap
    own = heap.label if heap.zone is None else f"{heap.label}: {zone_text.named(heap.zone)}"
    return compared.title(snapshot.moment, snapshot.difference) or snapshot.moment.title() or own


def caption(snapshot: HeapSnapshot) -> List[str]:
    """The sentences below a figure: the books, the problems, what happened and since when."""
    if snapshot.blank:
        return [blank.BLOCKS]
    lines = compared.stops(snapshot.moment, snapshot.difference)
    if not snapshot.heap.is_made:
        return lines + _no_lists(snapshot)
    lines += [" ".join(books(snapshot))] + [
        snapshot.spelling.sentence(problem.message) for problem in snapshot.heap.problems
    ]
    if snapshot.difference is not None:
        lines += changes(snapshot)
    elif snapshot.moment.stop is not None:
        lines.append("This is the first stop; there is no earlier one to compare with.")
    return lines


def spoken(snapshot: HeapSnapshot) -> str:
    """The free lists read aloud, for those who cannot see the figure."""
    if not snapshot.heap.is_made:
        return " ".join(caption(snapshot))
    if snapshot.blank:
        return f"{snapshot.heap.label}: {_kind(snapshot)}, to be filled in."
    if snapshot.heap.tree is not None:
        free = _blocks(snapshot, "Free", snapshot.heap.free())
        taken = _blocks(snapshot, "Handed out", snapshot.heap.taken or ())
        parts = [f"{snapshot.heap.label}: {_kind(snapshot)}.", " ".join(free.split()), " ".join(taken.split())]
        return " ".join([*parts, *caption(snapshot)])
    lists = [
        f"{each.called} has {spelling.count(len(each.chain.nodes), 'block')} of {human(each.size)}"
        for each in snapshot.heap.lists
        if each.chain.nodes
    ]
    lists = lists if snapshot.heap.is_buddy else lists_text.spoken(snapshot.heap)
    return f"{snapshot.heap.label}: " + (", ".join(lists) or "every list is empty") + ". " + " ".join(caption(snapshot))


def books(snapshot: HeapSnapshot) -> List[str]:
    """The counters, and a walk through the lists against them."""
    heap = snapshot.heap
    if heap.zone is not None:
        return zone_text.books(heap, heap.zone, is_damaged(snapshot))
    if not heap.is_buddy:
        return lists_text.books(heap, any(problem.kind not in UNDAMAGED for problem in heap.problems))
    counters = [("user", heap.user), ("allocated", heap.allocated)]
    counters += [("total", heap.total)] if heap.tree is None else []
    total = "total" if heap.tree is None else str(heap.total)
    lines = [
        ", ".join(f"{name} {_counter(value, snapshot.word_size)}" for name, value in counters if value is not None)
        + " bytes."
    ]
    free = f"free {heap.free_bytes} bytes"
    if lines == [" bytes."]:
        return [f"{free}; this heap has no counters to compare that with."]
    if heap.unused is None:
        return lines + [f"{free}."]
    if heap.free_bytes != heap.unused:
        return lines + [f"{free}, but {total} - allocated = {heap.unused}."]
    if is_damaged(snapshot):
        return lines + [f"{free} = {total} - allocated, though the {noun(snapshot)} is damaged."]
    verified = "" if heap.problems else " (verified)"
    return lines + [f"{free} = {total} - allocated{verified}{_largest(snapshot)}."]


def is_damaged(snapshot: HeapSnapshot) -> bool:
    """Whether something is wrong with it, and not merely unknown."""
    return any(problem.kind not in UNDAMAGED for problem in snapshot.heap.problems)


def _no_lists(snapshot: HeapSnapshot) -> List[str]:
    """What is said of a heap of which there is nothing to show."""
    heap = snapshot.heap
    if heap.is_one and not heap.problems and heap.zone is not None:
        return [f"{heap.label}{_place(snapshot)}: {zone_text.nothing(heap.zone)}"]
    if heap.is_one and not heap.problems and heap.tree is not None:
        return [f"{heap.label}{_place(snapshot)} has no memory. A tree that was not made yet looks like this."]
    if heap.is_one and not heap.problems:
        return [f"{heap.label}{_place(snapshot)} has no lists. A heap that was not made yet looks like this."]
    said = [] if not heap.is_one else [f"{heap.label}{_place(snapshot)} has no lists."]
    return said + [snapshot.spelling.sentence(problem.message) for problem in heap.problems]


def _counter(value: int, word_size: int) -> str:
    below = below_zero(value, word_size)
    if below is not None and below != -1:
        return str(below)
    return f"{value:#x}" if is_absurd(value) else str(value)


def _largest(snapshot: HeapSnapshot) -> str:
    """What shows fragmentation: in how many blocks the free bytes lie, and how large the largest is."""
    blocks = snapshot.heap.free()
    if len(blocks) < 2:
        return ""
    return f", in {len(blocks)} blocks, the largest of {human(max(block.size for block in blocks))}"


def changes(snapshot: HeapSnapshot) -> List[str]:
    """What happened to the blocks since the earlier stop, a sentence for each kind of event."""
    diff = snapshot.difference
    if diff is None:
        return []
    if not diff.known:
        memory = f"The memory of {snapshot.heap.label} was not kept at stop {diff.since}"
        return [f"{memory}, so it is not known what happened to its blocks."]
    own = snapshot.heap.zone is None  # else what left its list may be on a processor's
    events = [
        (diff.split, "was split", "were split"),
        (diff.taken, *(("was handed out", "were handed out") if own else ("left its list", "left their lists"))),
        (diff.returned, *(("was given back", "were given back") if own else ("came onto a list", "came onto lists"))),
        (diff.merged, "was made of two smaller ones", "were made of smaller ones"),
    ]
    lines = [
        f"{_named(snapshot, blocks)} {spelling.agree(len(blocks), one, many)}."
        for blocks, one, many in events
        if blocks
    ]
    lines += [
        f"{name(snapshot, now)} is handed out as {_size(now)}; at stop {diff.since} it was handed out as {_size(then)}."
        for then, now in diff.resized
    ]
    if diff.anew:
        return [_made(snapshot, diff)]
    if diff.grown:
        lines.insert(0, f"{human(diff.grown)} of memory were added.")
    if not lines:
        though = ", though words changed" if diff.changed else ""
        return [f"The blocks are as they were at stop {diff.since}{though}."]
    return [f"Since stop {diff.since}: {lines[0]}", *lines[1:]]


def _made(snapshot: HeapSnapshot, diff: HeapDifference) -> str:
    """What is said of a heap that had other lists or other memory, or none yet."""
    memory = f"{human(diff.grown)} of memory" if diff.grown else "no memory"
    then = "was not made yet" if diff.fresh else "was set up differently, so blocks are not compared"
    return f"At stop {diff.since} the heap {then}; now it has {memory}."


def _blocks(snapshot: HeapSnapshot, what: str, blocks: Sequence[Block]) -> str:
    """Blocks in address order, with their sizes, and with what was asked for where that is known."""
    if not blocks:
        return f"{what}: nothing."
    each = [
        str(block) if isinstance(block, More) else f"{name(snapshot, snapshot.heap.named(block))} ({_size(block)})"
        for block in LISTED.row(blocks)
    ]
    return fill(f"{what}: {', '.join(each)}.")


def _size(block: Block) -> str:
    return f"{human(block.size)}{_asked(block)}"


def _asked(block: Block) -> str:
    return "" if block.asked is None else f" for {human(block.asked)}"


def noun(snapshot: HeapSnapshot) -> str:
    """What it is called."""
    if snapshot.heap.zone is not None:
        return "zone"
    return "heap" if snapshot.heap.tree is None else "tree"


def _kind(snapshot: HeapSnapshot) -> str:
    """What it is, and how large."""
    heap = snapshot.heap
    if heap.zone is not None:
        return zone_text.kind(heap.zone)
    if not heap.is_buddy:
        return lists_text.kind(heap)
    if heap.tree is None:
        return f"blocks of up to {human(heap.largest)}"
    start = heap.named(Block(heap.tree.start, heap.tree.order))
    return f"a buddy tree of {human(heap.largest)} from {name(snapshot, start)} on"


def _named(snapshot: HeapSnapshot, blocks: Sequence[Block]) -> str:
    """Up to six blocks by name and size; of more the sum."""
    if len(blocks) > 6:
        sizes = {block.size for block in blocks}
        each = f" of {human(sizes.pop())}" if len(sizes) == 1 else ""
        return f"{spelling.count(len(blocks), 'block')}{each}"
    names = [f"{name(snapshot, block)} ({human(block.size)})" for block in blocks]
    return spelling.together(names)


def name(snapshot: HeapSnapshot, block: Block) -> str:
    """A block by its name, or by its address where it has none."""
    return block.label or snapshot.spelling.address(block.address)


def _place(snapshot: HeapSnapshot) -> str:
    return "" if snapshot.spelling.relative else f" at {snapshot.heap.address:#x}"
