"""Frames to be filled in: boxes without words and arrows, and rows of all the blocks that there can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List

from buddylab.draw.bars.board import Board, field
from buddylab.draw.bars.strips import Row, Strip
from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.scene import Aside, Box, Frame, Scene
from buddylab.draw.views import choice, stacks
from buddylab.draw.views.block_states import States
from buddylab.draw.views.style import Style
from buddylab.draw.views.word_boxes import GHOST
from buddylab.draw.words import blank
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.spelling import human

BLOCKS = 3  # boxes behind the head of a list, if there is room
MOST = 128  # blocks of a row
TITLE = "map: shade the blocks that are free"


def emptied(scene: Scene) -> Scene:
    """A list's scene without what its words hold."""
    boxes = tuple(_empty(box) for box in scene.boxes if GHOST not in box.kinds)
    return replace(scene, boxes=boxes, arrows=(), panels=())


def _empty(box: Box) -> Box:
    kinds = ("word", "head" if "head" in box.kinds else "chain", "blank")
    meaning = f"{box.name or box.address}, to be filled in"
    return replace(box, word="", kinds=kinds, meaning=meaning, lines=(), tags=())


def chains(snapshot: HeapSnapshot, scene: Scene, style: Style) -> Scene:
    """`scene` with a row for each list that can have a block: its head, and boxes for blocks."""
    boxes: Dict[str, Box] = {}
    asides: List[Aside] = []
    kinds = ("word", "blank", choice.CHAINS)
    for row, each in enumerate(reversed(blank.lists(snapshot))):
        said = f"{'' if style.fits else 'order '}{each.order} · {human(each.size)}"
        asides.append(Aside(f"t-order-{each.key}", row, 0, (said,)))
        key = f"w-{each.key}"
        boxes[key] = Box(key, row, 1, "", each.name, "", (*kinds, "head"), f"{each.name}, to be filled in")
        for at in range(1, min(BLOCKS, style.blocks.most) + 1):
            meaning = f"block {at} of {each.called}, if it has one"
            boxes[f"{key}-{at}"] = Box(f"{key}-{at}", row, 1 + at, " ", "", "", (*kinds, "chain"), meaning)
    many = style.stacks or stacks.suited(stacks.widths(boxes.values()))
    columns = stacks.stacked(boxes, asides, stacks.widths(boxes.values()), many)
    last = max((box.row for box in boxes.values()), default=0)
    frames = (Frame(f"f-{choice.CHAINS}", "", 0, last, kinds=(choice.CHAINS,)),)
    return replace(
        scene, columns=columns, boxes=tuple(boxes.values()), frames=frames, asides=tuple(asides), sizes=style.table
    )


def panel(snapshot: HeapSnapshot, states: States, left: float, breadth: float) -> Panel:
    """A row for each order, with all blocks of it that there can be; as far as these can be seen."""
    largest = max((len(region) for region in states.regions), default=0)
    every = blank.orders(snapshot)
    shown = [(order, size) for order, size in every if largest // size <= MOST]
    rows = [_row(order, size, states) for order, size in reversed(shown)]
    place = field(states.regions, left, breadth, states.sizes, states.spelling.address, states.spelling.relative)
    least = (
        f"; those below {human(shown[0][1])} are too small to draw" if every and shown and every[0] != shown[0] else ""
    )
    board = Board("map", TITLE + least, rows, place)
    for row in rows:
        board.row(row, states.sizes.between, "none")
    return board.finish(states.regions)


def _row(order: int, size: int, states: States) -> Row:
    starts = (
        start
        for region in states.regions
        for start in range(-(-region.start // size) * size, region.stop // size * size, size)
    )
    return Row(f"map-{order}", f"order {order} · {human(size)}", "", tuple(_strip(at, size, states) for at in starts))


def _strip(start: int, size: int, states: States) -> Strip:
    meaning = f"{states.at(start)}, {human(size)}, to be filled in"
    return Strip(f"b-{start:x}-{size.bit_length() - 1}", start, start + size, "blank", lambda: ((), meaning))
