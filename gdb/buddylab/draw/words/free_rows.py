"""Free lists as text: a table with the chain of each, and the first words of all blocks as x prints them."""

from __future__ import annotations

from typing import List

from buddylab import spelling
from buddylab.columns import fill, row
from buddylab.draw.words import dump, lists_text
from buddylab.draw.words.dump import Suffix
from buddylab.ends import End
from buddylab.few import Few, More
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Word
from buddylab.spelling import human

NAMED = Few(first=4, last=1, most=6)  # of the blocks of a chain in the table
DUMPED = Few(first=24)  # of all free blocks


def table(snapshot: HeapSnapshot) -> str:
    """A row for each list that has blocks: how large they are, how many, and the chain."""
    is_one = snapshot.heap.lists[0].alone
    rows = [("order" if snapshot.heap.is_buddy else "list", "size", "blocks", "chain")]
    empty: List[int] = []
    empty_too = snapshot.all_orders or snapshot.order is not None
    for each in snapshot.lists():
        if each.chain.nodes or not each.chain.ends_well or empty_too:
            rows.append((f"{each.order}", human(each.size), f"{each.count}", _chain(snapshot, each)))
        else:
            empty.append(each.order)
    columns = [2] if is_one else [0, 1, 2]
    widths = [max(len(row[at]) for row in rows) for at in columns]
    left = ["  ".join([*(row[at].rjust(width) for at, width in zip(columns, widths)), ""]) for row in rows]
    lines = [row(before + cells[3], len(before)) for before, cells in zip(left, rows)]
    if empty:
        lines.append(fill(f"Empty: {spelling.numbers(empty)}."))
    return "\n".join(lines)


def _chain(snapshot: HeapSnapshot, each: FreeList) -> str:
    chain = each.chain
    last, row = chain.last(), NAMED.row(chain.nodes)
    names = [f"{node} …" if isinstance(node, More) else _called(snapshot, each, node) for node in row]
    if chain.end in (End.NULL, End.LIMIT):
        names.append("null" if chain.end == End.NULL else "…")
    else:
        name = None if last.value is None or snapshot.heap.is_buddy else chain.name(last.value)
        aim = "unreadable" if last.value is None else name or snapshot.spelling.pointed(last.value)
        names.append(f"{aim} ({chain.end})" if last.value is not None else aim)
    star = " *" if chain.head.address in snapshot.changed() else ""
    return f"{chain.head.label} → {' → '.join(names)}{star}"


def dumped(snapshot: HeapSnapshot, suffix: Suffix) -> List[str]:
    """The first word of each free block, as x prints it; nothing where there is none."""
    places = {
        address + each.chain.shape.next: (each, at)
        for each in snapshot.lists()
        for at, address in enumerate(each.chain.addresses())
    }
    shown = [places[address][0].chain.nodes[places[address][1]] for address in DUMPED.shown(sorted(places))]
    names = {word.address: _called(snapshot, places[word.address or 0][0], word) for word in shown}
    short = spelling.shortener(names.values())

    def meaning(word: Word) -> str:
        each, _ = places[word.address or 0]
        target = (word.value or 0) + each.chain.shape.next
        if word.value and target in places and target not in names:
            other, at = places[target]
            names[target] = _called(snapshot, other, other.chain.nodes[at])
        link = "null" if word.value == 0 else f"→ {short(names[target])}" if target in names else ""
        if word.value == each.chain.shape.home:
            link = "→ head"
        elif word.value != 0 and target not in names:
            link = "unreadable" if word.value is None else f"→ {snapshot.spelling.pointed(word.value)}"
        star = " *" if word.address in snapshot.changed() else ""
        return f"{short(names[word.address])} {lists_text.size(each, each.chain.node(word))} {link}{star}"

    lines = dump.blocks(shown, meaning, snapshot.word_size, suffix, snapshot.spelling)
    hidden = DUMPED.hidden(len(places))
    if hidden:
        lines.append(fill(f"… and the first words of {spelling.count(hidden, 'more block')}."))
    return [dump.together(lines)] if lines else []


def _called(snapshot: HeapSnapshot, each: FreeList, node: Word) -> str:
    """A block on a list by name, or by its address, wherever in it its link lies, or elsewhere."""
    own = node.label if each.block is None else None
    return own or snapshot.spelling.address(each.place(each.chain.node(node)))
