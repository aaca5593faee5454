"""Gives everything in a scene its place, in points: boxes, frames, tags, arrows, title and caption.

x grows to the right and y downwards from the top left corner of the canvas. First route.py says how many tracks each
gutter needs, then gutters.py makes them that wide, then everything else follows by adding up. No font is asked for its
sizes, and nothing here knows Graphviz.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Dict, List, Tuple

from buddylab.draw.figure import below, measure
from buddylab.draw.figure.broken import Break, broken, stub
from buddylab.draw.figure.geometry import Label, Point, Rect, even, label
from buddylab.draw.figure.gutters import (
    PAD,
    TAG_GAP,
    TAIL,
    Columns,
    Row,
    Rows,
    aside_height,
    box_height,
    columns,
    rows,
    tag_height,
    title_room,
)
from buddylab.draw.figure.panel import Panel, lowered
from buddylab.draw.figure.route import BOTTOM, LEFT, TOP, Plan, Route, plan
from buddylab.draw.figure.scene import Aside, Box, Frame, Scene
from buddylab.draw.figure.sizes import Sizes

WIDEST = 1440.0  # a figure with panels beside its boxes: a window of 1920 dots shows it as large as it is
BROAD = 910.0  # such a panel, at most
INSET = 4.0  # of title and caption from the margin
TAG_SHARE = {
    True: 0.6,
    False: 0.9,
}  # of a box's width that tags may take: where arrows enter beside them, and where not
ENTRY = 12.0  # between arrows that enter a box from the same side, where there is room
UNROUTED = Plan({}, {}, {}, {})
ASIDE = 5.0  # how far arrows that would meet keep to their side


@dataclass(frozen=True)
class Layout:
    """Where everything in a scene goes. Dictionaries go by the keys of the scene."""

    width: float
    height: float
    addresses: Tuple[float, ...]  # the width of the address cells of each column; the name cell takes the rest
    field: float  # the width of the cells with fields' names
    title: Label
    caption: Label
    frames: Dict[str, Rect]
    titles: Dict[str, Label]  # of the frames
    asides: Dict[str, Label]
    boxes: Dict[str, Rect]
    words: Dict[str, Rect]  # the word cell of each box
    tags: Dict[str, Label]  # by the box that they point at
    arrows: Dict[str, List[Point]]  # from the tail, on the word cell, to the tip, on the border of the box meant
    breaks: Dict[str, Break]  # of the arrows that are broken
    panels: List[Panel]


def layout(scene: Scene) -> Layout:
    """Places all of `scene`. Apart from routing, the time is in proportion to its size."""
    routed = plan(scene)
    grid = columns(scene, routed)
    scene = _settled(scene, grid)
    grid = _stretched(grid, scene)
    right = grid.edges[-1] + _beside(scene)
    sizes, margin = scene.sizes, scene.sizes.margin
    width = float(math.ceil(max(sizes.narrowest, right + margin)))
    left, room = margin + INSET, width - 2 * (margin + INSET)
    headed = measure.balanced(scene.title, room, sizes.heading, measure.BOLD)
    title = label(left, margin, headed, sizes.heading, measure.BOLD)
    wrapped = {f.key: measure.wrap(f.title, title_room(f, scene, routed, grid), sizes.text) for f in scene.frames}
    top = title.rect.bottom + (margin if headed else 0.0)
    lines = rows(scene, routed, wrapped, top)
    panels, bottom = _panels(scene, grid, top, lines.bottom)
    said = measure.wrap_all(scene.caption, room, sizes.text)
    caption = label(left, bottom + (margin if said else 0.0), said, sizes.text, measure.SANS)
    boxes = {box.key: _box(box, grid, lines.rows[box.row], scene.sizes) for box in scene.boxes}
    words = {key: _word(rect, scene.sizes) for key, rect in boxes.items()}
    tags = {
        box.key: _tag(box, boxes[box.key], TAG_SHARE[(box.key, TOP) in routed.entries], sizes)
        for box in scene.boxes
        if box.tags
    }
    arrows = _arrows(scene, routed, grid, lines, boxes, tags)
    return Layout(
        width=width,
        height=float(math.ceil(caption.rect.bottom + margin)),
        addresses=grid.addresses,
        field=grid.field,
        title=title,
        caption=caption,
        frames={frame.key: _frame(frame, grid, lines) for frame in scene.frames},
        titles={frame.key: _frame_title(frame, grid, lines, wrapped[frame.key], sizes) for frame in scene.frames},
        asides={aside.key: _aside(aside, grid, lines.rows[aside.row], scene.sizes) for aside in scene.asides},
        boxes=boxes,
        words=words,
        tags=tags,
        arrows=arrows,
        breaks=_breaks(scene, arrows),
        panels=panels,
    )


def breadth(scene: Scene) -> float:
    """How broad the figure of `scene` is with the gap right of its boxes, if no arrow needs a gutter of its own."""
    return columns(scene, UNROUTED).edges[-1] + scene.sizes.gap + scene.sizes.margin


def least(scene: Scene) -> Tuple[float, float]:
    """What the figure of `scene` is at least as broad and as high as, in a part of the time that its layout takes."""
    grid = _stretched(columns(scene, UNROUTED), scene)
    untitled: Dict[str, List[str]] = {frame.key: [] for frame in scene.frames}
    return grid.edges[-1] + scene.sizes.margin, rows(scene, UNROUTED, untitled, scene.sizes.margin).bottom


def _settled(scene: Scene, grid: Columns) -> Scene:
    """`scene` with the panels beside the boxes as broad as there is room; below them, where there is too little."""
    room = WIDEST - scene.sizes.margin - scene.sizes.gap - grid.edges[-1]
    slots = [
        replace(slot, breadth=min(room, BROAD)) if slot.breadth <= room else replace(slot, place="below")
        for slot in scene.panels
        if slot.place == "beside"
    ]
    return replace(scene, panels=(*slots, *(slot for slot in scene.panels if slot.place != "beside")))


def _stretched(grid: Columns, scene: Scene) -> Columns:
    """`grid` with room to the right so that it and what stands below it are as wide as they have to be."""
    least = [
        slot.breadth - (_beside(scene) if slot.place == "across" else 0.0)
        for slot in scene.panels
        if slot.place != "beside"
    ]
    return replace(grid, edges=(*grid.edges[:-1], max(grid.edges[-1], grid.edges[0] + max([scene.breadth, *least]))))


def _beside(scene: Scene) -> float:
    """How wide what stands right of the boxes is, with the gap between."""
    return max((scene.sizes.gap + slot.breadth for slot in scene.panels if slot.place == "beside"), default=0.0)


def _panels(scene: Scene, grid: Columns, top: float, bottom: float) -> Tuple[List[Panel], float]:
    """The panels beside the boxes, from `top` on, or below them, from `bottom` on; and where everything ends."""
    left, right = grid.edges[0], grid.edges[-1]
    ends = {"beside": top, "below": bottom}
    placed = []
    for slot in scene.panels:
        end = max(ends.values()) if slot.place == "across" else ends[slot.place]
        start = end + (0.0 if end == top else scene.sizes.gap)
        if slot.place == "beside":
            panel = slot.make(right + scene.sizes.gap, slot.breadth)
        else:
            panel = slot.make(left, right - left + (_beside(scene) if slot.place == "across" else 0.0))
        placed.append(lowered(panel, start))
        ends["below" if slot.place == "across" else slot.place] = start + panel.height
    return placed, max(ends.values())


def _box(box: Box, grid: Columns, row: Row, sizes: Sizes) -> Rect:
    return Rect(grid.lefts[box.column], row.top, grid.right(box.column), row.top + box_height(box, sizes))


def _word(box: Rect, sizes: Sizes) -> Rect:
    top = box.top + sizes.address
    return Rect(box.left, top, box.right, top + sizes.word)


def _aside(aside: Aside, grid: Columns, row: Row, sizes: Sizes) -> Label:
    """Its lines, in the middle of address and word of the boxes that they stand beside."""
    room = sizes.address + sizes.word - aside_height(aside, sizes)
    top = row.top + max(0.0, room // 2)
    return label(grid.lefts[aside.column], top, aside.lines, sizes.text, measure.SANS)


def _frame(frame: Frame, grid: Columns, lines: Rows) -> Rect:
    top, bottom = lines.frames[frame.key]
    if frame.column is None:
        return Rect(grid.edges[0], top, grid.edges[-1], bottom)
    return Rect(grid.edges[frame.column], top, grid.edges[frame.column + 1], bottom)


def _frame_title(frame: Frame, grid: Columns, lines: Rows, wrapped: List[str], sizes: Sizes) -> Label:
    return label(grid.lefts[frame.column or 0], lines.frames[frame.key][0] + PAD, wrapped, sizes.text, measure.SANS)


def _tag(box: Box, rect: Rect, share: float, sizes: Sizes) -> Label:
    """The names of the pointers at a box, above its address cell."""
    most = int((share * rect.width - 12) / (sizes.label * measure.MONO))
    names = [measure.shorten(name, most) for name in box.tags]
    width = even(12 + max(measure.width(name, sizes.label) for name in names))
    bottom = rect.top - TAG_GAP
    return Label(Rect(rect.left, bottom - (tag_height(box, sizes) - TAG_GAP), rect.left + width, bottom), tuple(names))


def _arrows(
    scene: Scene, routed: Plan, grid: Columns, lines: Rows, boxes: Dict[str, Rect], tags: Dict[str, Label]
) -> Dict[str, List[Point]]:
    """The corners of each arrow, from its tail to its tip."""
    notes = {box.key: below.notes_width(box, scene.sizes) for box in scene.boxes if below.is_narrow(box, scene.sizes)}
    entries = _entries(routed, boxes, tags, notes)
    rows_of = {box.key: lines.rows[box.row] for box in scene.boxes}
    sources = {box.key: box for box in scene.boxes}
    arrows = {}
    for arrow in scene.arrows:
        route, word = routed.routes[arrow.key], _word(boxes[arrow.source], scene.sizes)
        if arrow.back:
            kinds = below.OLD if arrow.kinds[0] == "old" else below.BACK
            word = below.start(sources[arrow.source], word, kinds, scene.sizes)
        tail = _tail(word, route)
        if route.stub:
            corners = [(grid.track(route), tail[1])]
        elif route.straight:
            target = boxes[arrow.target]
            corners = [(target.right if route.side == LEFT else target.left, tail[1])]
        else:
            target = boxes[arrow.target]
            turn, lane, entry = grid.track(route), rows_of[arrow.target].lane(route), entries[arrow.key]
            end = _word(target, scene.sizes) if arrow.target in notes else target
            tip = target.top if route.level == TOP else end.bottom
            corners = [(turn, tail[1]), (turn, lane), (entry, lane), (entry, tip)]
        arrows[arrow.key] = [tail, *corners]
    return arrows


def _breaks(scene: Scene, arrows: Dict[str, List[Point]]) -> Dict[str, Break]:
    """The places where broken arrows are broken."""
    return {
        arrow.key: broken(arrows[arrow.key], [arrows[key] for key in arrows if key != arrow.key])
        if arrow.target
        else stub(arrows[arrow.key])
        for arrow in scene.arrows
        if arrow.kinds[0] == "broken"
    }


def _tail(word: Rect, route: Route) -> Point:
    y = word.center[1] - (ASIDE * route.side if route.evades else 0.0)
    return (word.left + TAIL if route.side == LEFT else word.right - TAIL), y


def _entries(routed: Plan, boxes: Dict[str, Rect], tags: Dict[str, Label], notes: Dict[str, float]) -> Dict[str, float]:
    """The x at which each bent arrow enters its box: around the middle of it, or of what tags or notes leave free."""
    result = {}
    for (key, level), arrivals in routed.entries.items():
        box = boxes[key]
        left = box.left + (notes.get(key, 0.0) if level == BOTTOM else 0.0)
        left = tags[key].rect.right if level == TOP and key in tags else left
        room = box.right - left
        step = min(ENTRY, room / (len(arrivals) + 1))
        first = left + room / 2 - step * (len(arrivals) - 1) / 2
        result.update({arrow: first + step * index for index, arrow in enumerate(arrivals)})
    return result
