"""A zone of Linux as text: a row for each order with its blocks by kind, and what the zone counts against the lists."""

from __future__ import annotations

from typing import List

from buddylab import spelling
from buddylab.columns import fill, row
from buddylab.heaps.heap_model import Heap, HeapSnapshot
from buddylab.heaps.zone import Zone, brief
from buddylab.spelling import agree, count, human

FREE = "vm_stat[NR_FREE_PAGES]"


def kind(zone: Zone) -> str:
    """What it is, and of which memory."""
    part = zone.memory
    size = f"of {count(zone.spanned or 0, 'page')} of {human(zone.shape.page)}"
    where = "" if part is None else f" {size} from {part.start:#x} to {part.stop:#x}"
    return f"{named(zone)}{where}"


def nothing(zone: Zone) -> str:
    """What is said of one that has no memory."""
    return f"{named(zone)} has no memory on this machine: its present_pages is 0."


def named(zone: Zone) -> str:
    """What it is called."""
    return f"zone {zone.shape.name}".rstrip()


def table(snapshot: HeapSnapshot, zone: Zone) -> str:
    """The orders that have blocks: how many, how many the zone counts, and how many of each kind."""
    lists = snapshot.lists()
    used = {each.kind for each in lists if each.chain.nodes or not each.chain.ends_well}
    kinds = [each for each in zone.shape.kinds if each in used or snapshot.all_orders]
    rows = [("order", "size", "blocks", "nr_free", *map(brief, kinds))]
    empty: List[int] = []
    for order in sorted({each.order for each in lists}):
        each = [one for one in lists if one.order == order]
        found, said = sum(len(one.chain.nodes) for one in each), zone.counts[order]
        is_shown = found or said or any(not one.chain.ends_well for one in each)
        if not (is_shown or snapshot.all_orders or snapshot.order is not None):
            empty.append(order)
            continue
        numbers = [len(one.chain.nodes) for kind in kinds for one in each if one.kind == kind]
        rows.append(
            (f"{order}", human(each[0].size), f"{found}", "?" if said is None else f"{said}", *map(str, numbers))
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [row("  ".join(cell.rjust(width) for cell, width in zip(each, widths)), 2) for each in rows]
    none = [each for each in zone.shape.kinds if each not in kinds]
    told = [f"Empty: {spelling.numbers(empty)}."] if empty else []
    told += [f"Without blocks: {spelling.together(none)}."] if none else []
    return "\n".join(lines + ([fill(" ".join(told))] if told else []))


def books(heap: Heap, zone: Zone, is_damaged: bool) -> List[str]:
    """How many pages are free by the lists and by what the zone counts; and those that are on no list of its own."""
    found, blocks = heap.free_bytes // zone.shape.page, heap.free()
    free = f"free {count(found, 'page')}" if zone.managed is None else f"free {found} of {zone.managed} managed pages"
    largest = f", the largest of {human(max(block.size for block in blocks))}" if len(blocks) > 1 else ""
    lines = [f"{free}, in {count(len(blocks), 'block')}{largest}."]
    lines.append("The zone is damaged." if is_damaged else _compared(heap, zone))
    apart = found - heap.counted
    if apart:
        lines.append(f"Of these {count(apart, 'page')} {agree(apart, 'is', 'are')} isolated; {FREE} leaves them out.")
    cached = [each for each in zone.cached if each is not None]
    if cached:
        pages = count(sum(cached), "page")
        lines.append(f"On the processors' own lists: {pages}, neither handed out nor counted here.")
    return lines


def _compared(heap: Heap, zone: Zone) -> str:
    """What is said of a zone whose lists are sound, and as long as it counts."""
    if not all(each.chain.ends_well for each in heap.lists):
        return "Not all lists are known to their end, so they were not compared with what the zone counts."
    if zone.free is None or zone.counted is None or None in zone.counts:
        return "What the zone counts is not known, so the lists were not compared with it."
    same = "nr_free of all orders"
    differ, held = zone.counted - heap.counted, zone.counted - zone.free
    verified = "" if heap.problems else " (verified)"
    told = f"{FREE}, {zone.free}, with the {held:+d} that the processors hold back"
    if differ:
        much = f"{abs(differ)} {'more' if differ > 0 else 'less'}"
        return f"{same} says the same. {told}, is {much}, no damage as long as it is {zone.slack} at most."
    if held:
        return f"{same} says the same, and so does {told}{verified}."
    return f"{same} and {FREE} say the same{verified}."
