"""The map of a heap: its address space as strips to scale, one row an order, the largest blocks on top."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Callable, Dict, List, Tuple

from buddylab.draw.bars.board import Board, field
from buddylab.draw.bars.strips import Row, Strip, fewer
from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.sizes import EDGE
from buddylab.draw.views import list_rows
from buddylab.draw.views.block_states import Place, States, key
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import SIZED
from buddylab.heaps.zone import brief
from buddylab.spelling import agree, count, human, together

Named = Callable[[int], str]  # an address to what it is called
Key = Tuple[int, int]  # of a row: its blocks' order, below zero so that the largest are first, and which kind of them


def panel(states: States, left: float, breadth: float) -> Panel:
    """The whole map."""
    rows = fewer(_rows(states), states.rows)
    board = Board(
        "map",
        _title(states),
        rows,
        field(states.regions, left, breadth, states.sizes, states.spelling.address, states.spelling.relative),
    )
    for row in rows:
        board.row(row, states.sizes.between, "all")
    return board.finish(states.regions)


def _title(states: States) -> str:
    """What the map shows, and how much is free in how large pieces."""
    free = states.free.values()
    largest = max((block.size for block in free), default=0)
    parts = ["map: blocks to scale"]
    if free:
        among = f", largest {human(largest)}" if len(free) > 1 else ""
        parts.append(f"{human(states.heap.free_bytes)} free in {count(len(free), 'block')}{among}")
    else:
        parts.append("nothing is free")
    return " · ".join([*parts, *handed_out(states)])


def handed_out(states: States) -> List[str]:
    """What a title says of the blocks that are not free, if there are such."""
    lost = sum(max(0, block.size - block.asked) for block in states.taken.values() if block.asked is not None)
    said = f"{len(states.taken)} handed out" + (f", {human(lost)} lost in them" if lost else "")
    return [said] if states.taken else []


def strips(states: States) -> Dict[Place, Strip]:
    """The bar of each block that is there."""
    return {(block.address, block.order): _bar(states, block) for block in states.blocks()}


def gone(states: States) -> Dict[Place, Strip]:
    """The outline of each block that is no more."""
    return {place: _past(block, mark, states.at) for place, (block, mark) in states.past.items()}


def _rows(states: States) -> List[Row]:
    """The rows of what is known, and one for what no block is known of."""
    return [*(_of_orders(states) if states.heap.is_buddy else _of_lists(states)), *unknown(states)]


def _of_lists(states: States) -> List[Row]:
    """A row for each list, and one for blocks that are no more."""
    was = tuple(gone(states).values())
    rows = list_rows.rows(states, partial(_bar, states))
    return [*rows, *([Row("map-was", "was free", "", was)] if was else [])]


def _of_orders(states: States) -> List[Row]:
    """A row for each order that has a block, or for each kind of its blocks."""
    found: Dict[Key, List[Strip]] = defaultdict(list)
    counts: Dict[Key, Dict[str, int]] = defaultdict(lambda: defaultdict(int))
    bars = strips(states)
    for block in states.blocks():
        strip, (index, kind) = bars[block.address, block.order], states.kind(block)
        counts[-block.order, index][brief(kind) or strip.state] += 1
        found[-block.order, index].append(strip)
    for place, strip in gone(states).items():
        block, _ = states.past[place]
        found[-block.order, states.kind_then(block)].append(strip)
    rows = []
    for order, index in sorted(found):
        note = ", ".join(f"{number} {state}" for state, number in sorted(counts[order, index].items()))
        name = f"map-{-order}" + (f"-{index}" if index else "")
        rows.append(Row(name, _named(states, -order, index), note, tuple(found[order, index])))
    if states.parked:
        note = count(sum(len(each) for each in states.parked) // states.page, "page")
        own = tuple(_parked(each, states.page, states.at) for each in states.parked)
        rows.append(Row("map-parked", "processors' own", note, own))
    return rows


def _named(states: States, order: int, index: int) -> str:
    """What a row is called; where there is no room for its note, also after its kind."""
    kind = states.kinds.get(index)
    if kind and states.sizes.notes <= EDGE:
        return f"{human(1 << order)} {brief(kind)}"
    return level(states, order)


def level(states: States, order: int) -> str:
    """The title of an order's row."""
    number = states.heap.number(1 << order)
    return ("" if number is None else f"order {number} · ") + human(1 << order)


def unknown(states: States) -> List[Row]:
    """The row of what no block is known of, if there is such."""
    gaps = states.unknown()
    if not gaps:
        return []
    title = "in no list" if states.checked else "not free"
    note = human(sum(gap.stop - gap.start for gap in gaps))
    return [Row("map-unknown", title, note, tuple(_gap(gap, states.checked, states.at) for gap in gaps))]


def _bar(states: States, block: Block) -> Strip:
    """The bar of a block, free or handed out."""
    place = block.address, block.order
    state, mark = "free" if place in states.free else "taken", states.marks.get(place, "")
    asked = None if state == "free" else block.asked
    lost = 0 if asked is None else max(0, block.size - asked)
    return Strip(
        key=key(block),
        start=block.address,
        stop=block.end,
        state=state,
        say=partial(_said, states, block, state, mark, lost),
        mark=mark,
        used=None if asked is None else min(block.address + asked, block.end),
        lost=f"{human(lost)} lost" if lost else "",
        names=states.pointers.get(place, ()),
    )


def _said(states: States, block: Block, state: str, mark: str, lost: int) -> Tuple[Tuple[str, ...], str]:
    """The texts and the meaning of a block's bar."""
    kind, pointers = states.kind(block)[1], states.pointers.get((block.address, block.order), ())
    asked = None if state == "free" else block.asked
    block = states.heap.named(block)
    at, amount = states.at(block.address), human(block.size) if asked is None else _of(asked, block.size)
    parts = [
        f"{block.label + ' at ' if block.label else ''}{at}: {amount}",
        f"free, {kind}" if kind else "free" if state == "free" else "handed out",
    ]
    parts += [f"{human(lost)} lost"] if lost else []
    parts += [f"{mark} since the earlier stop"] if mark else []
    parts += [f"{together(pointers)} {agree(len(pointers), 'points', 'point')} at it"] if pointers else []
    both, *each = _texts(at, amount, mark, *pointers[:1])
    # Of blocks that differ the size says most.
    return (both, *(each[::-1] if states.heap.kind == SIZED and not mark else each)), ", ".join(parts)


def _of(asked: int, size: int) -> str:
    """How much of a block was asked for: 16 of 16 B, 65 KiB of 128 KiB."""
    part, whole = human(asked), human(size)
    number, unit = part.split(" ", 1)
    return f"{number} of {whole}" if whole.endswith(" " + unit) else f"{part} of {whole}"


def _texts(at: str, amount: str, mark: str, pointer: str = "") -> Tuple[str, ...]:
    """What the label may say, the best first."""
    if pointer:
        front = f"{mark} · {pointer}" if mark else pointer
        return f"{front} · {at} · {amount}", front, *([mark] if mark else [])
    if mark:
        return f"{mark} · {at} · {amount}", f"{mark} · {at}", mark
    return f"{at} · {amount}", at, amount


def _past(block: Block, mark: str, named: Named) -> Strip:
    """The outline of a block that is no more, or of what was handed out where no checked build knows its blocks."""
    at, size = named(block.address), human(block.size)
    meaning = f"{at}: {size}, {mark} since the earlier stop"
    return Strip(
        key(block),
        block.address,
        block.end,
        "unknown" if mark == "taken" else "was",
        lambda: (_texts(at, size, mark), meaning),
        mark,
    )


def _parked(part: range, page: int, named: Named) -> Strip:
    """Memory on the processors' own lists."""
    size = human(len(part))
    meaning = f"{named(part.start)}: {size}, on a processor's own list"
    key = f"u-parked-{part.start:x}-{part.stop:x}"
    said = _texts(named(part.start), size, ""), meaning
    return Strip(key, part.start, part.stop, "parked", lambda: said, count=len(part) // page)


def _gap(gap: range, checked: bool, named: Named) -> Strip:
    """Memory of which no block is known."""
    key = f"u-map-{gap.start:x}-{gap.stop:x}"
    return Strip(key, gap.start, gap.stop, "unknown", partial(_unknown, gap, checked, named))


def _unknown(gap: range, checked: bool, named: Named) -> Tuple[Tuple[str, ...], str]:
    size = human(gap.stop - gap.start)
    said = "in no list and not handed out" if checked else "not free, boundaries unknown"
    return (f"{said} · {size}", size), f"{named(gap.start)}: {size}, {said}"
