"""The grid's lines in points: columns and rows, with gutters between them as wide as a routing plan needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from buddylab.draw.figure import below, measure
from buddylab.draw.figure.geometry import (
    ADDRESS_HEIGHT,
    MARGIN,
    TAG,
    TEXT,
    WORD_HEIGHT,
    WORD_TEXT,
    even,
    text_height,
)
from buddylab.draw.figure.route import BOTTOM, LEFT, RIGHT, TOP, Plan, Route
from buddylab.draw.figure.scene import Box, Frame, Scene

BOX_WIDTH = 192.0  # at least
NAME_CELLS = 22  # characters of a name before it is shortened
PITCH = 7.0  # between tracks
OFF = 13.0  # from a column to its first track
OVER = 15.0  # from a row to its first track: there must be room for an arrow's tip
GUTTER = 52.0  # between columns, at least
SIDE = 28.0  # left and right of all columns, at least
PAD = 9.0  # above and below a row without tracks, and beyond the last track
FRAME_GAP = 16.0  # between frames
FRAME_PAD = 16.0  # from a row without tracks to its frame's bottom
TAG_GAP = 11.0  # from a tag to its box: room for a small arrow
TAIL = 11.0  # from the side of a word to where its arrow starts


@dataclass(frozen=True)
class Columns:
    """Where the columns of boxes stand, and the vertical gutters around them."""

    width: float  # of every box
    address: float  # of its address cell
    field: float  # of the cells with fields' names
    lefts: Tuple[float, ...]
    edges: Tuple[float, ...]  # for each gutter the x that no track uses: there the border of a frame may stand

    def right(self, column: int) -> float:
        """The right border of the boxes in `column`."""
        return self.lefts[column] + self.width

    def track(self, route: Route) -> float:
        """The x of a route's vertical run."""
        if route.side == RIGHT:
            return self.right(route.gutter - 1) + OFF + route.upright * PITCH
        return self.lefts[route.gutter] - OFF - route.upright * PITCH


@dataclass(frozen=True)
class Row:
    """Where one row of boxes stands."""

    top: float  # of its boxes
    bottom: float  # of its tallest box
    tags: float  # the height that tags take above its boxes

    def lane(self, route: Route) -> float:
        """The y of a route's horizontal run before it enters this row."""
        if route.level == TOP:
            return self.top - self.tags - OVER - route.lane * PITCH
        return self.bottom + OVER + route.lane * PITCH


@dataclass(frozen=True)
class Rows:
    """All rows, and the tops and bottoms of the frames around them by the frames' keys."""

    rows: Tuple[Row, ...]
    frames: Dict[str, Tuple[float, float]]
    bottom: float


def columns(scene: Scene, plan: Plan) -> Columns:
    """Columns as wide as the longest text needs, gutters as wide as `plan` needs."""
    field, under = below.widths(scene.boxes, TAIL + 8)
    address, width = _cell_widths(scene, under)
    x, lefts, edges = MARGIN, [], [MARGIN]
    for column in range(scene.columns):
        if column > 0:
            before, after = _used(plan, column, RIGHT), _used(plan, column, LEFT)
            gutter = max(GUTTER, before + after + 2 * PITCH)
            edges.append(x + (before + gutter - after) // 2)
        else:
            gutter = max(SIDE, _used(plan, 0, LEFT) + 2 * PITCH)
        lefts.append(x + gutter)
        x += gutter + width
    edges.append(x + max(SIDE, _used(plan, scene.columns, RIGHT) + 2 * PITCH))
    return Columns(width, address, even(field), tuple(lefts), tuple(edges))


def _cell_widths(scene: Scene, below: float) -> Tuple[float, float]:
    """The width of the address cells and that of whole boxes, whose lines need `below`."""
    address = 12 + max((measure.width(box.address, TEXT) for box in scene.boxes), default=0.0)
    name = 12 + max((min(measure.cells(box.name), NAME_CELLS) for box in scene.boxes), default=0) * measure.MONO * TEXT
    word = 2 * (TAIL + 8) + max((measure.width(box.word, WORD_TEXT) for box in scene.boxes), default=0.0)
    width = max(BOX_WIDTH, word, address + name, below)
    return even(max(address, min(width - name, width / 2))), even(width)


def _used(plan: Plan, gutter: int, side: int) -> float:
    """How much of a gutter the tracks take that are left by that side."""
    return OFF + max(0, plan.uprights.get((gutter, side), 0) - 1) * PITCH


def rows(scene: Scene, plan: Plan, titles: Mapping[str, Sequence[str]], top: float) -> Rows:
    """Rows one below the other from `top` on, with room for tags, lanes and the lines of the frames' titles."""
    first = {frame.first: frame for frame in scene.frames}
    last = {frame.last: frame for frame in scene.frames}
    boxes: Dict[int, List[Box]] = {row: [] for row in range(scene.rows)}
    for box in scene.boxes:
        boxes[box.row].append(box)
    placed: List[Row] = []
    tops: Dict[str, float] = {}
    frames: Dict[str, Tuple[float, float]] = {}
    y = top
    for number in range(scene.rows):
        frame = first.get(number)
        if number > 0 and (frame or number - 1 in last):
            y += FRAME_GAP
        if frame:
            tops[frame.key] = y
            y += PAD + text_height(len(titles[frame.key]), TEXT)
        tags = max(tag_height(box) for box in boxes[number])
        y += tags + _lane_height(plan, number, TOP, PAD)
        height = max(box_height(box) for box in boxes[number])
        placed.append(Row(y, y + height, tags))
        y += height + _lane_height(plan, number, BOTTOM, FRAME_PAD if number in last else PAD)
        if number in last:
            frames[last[number].key] = (tops[last[number].key], y)
    return Rows(tuple(placed), frames, y)


def _lane_height(plan: Plan, row: int, level: int, without: float) -> float:
    count = plan.lanes.get((row, level), 0)
    return OVER + (count - 1) * PITCH + PAD if count else without


def box_height(box: Box) -> float:
    """The height of a box."""
    return ADDRESS_HEIGHT + WORD_HEIGHT + sum(map(below.height, box.lines))


def tag_height(box: Box) -> float:
    """The height that the tags of a box take above it, with the small arrow; 0 without tags."""
    return text_height(len(box.tags), TAG) + 4 + TAG_GAP if box.tags else 0.0


def title_room(frame: Frame, scene: Scene, plan: Plan, grid: Columns) -> float:
    """How wide a frame's title may get: up to the frame's border or the first arrow that comes from above it."""
    column = frame.column
    left, right = (grid.lefts[column or 0], grid.edges[-1 if column is None else column + 1])
    return min([right, *(x for x in _passing(frame, scene, plan, grid) if x > left)]) - 8 - left


def _passing(frame: Frame, scene: Scene, plan: Plan, grid: Columns) -> List[float]:
    """Where arrows run through the height of a frame's title."""
    rows_of = {box.key: box.row for box in scene.boxes}
    return [
        grid.track(plan.routes[arrow.key])
        for arrow in scene.arrows
        if arrow.target
        and not plan.routes[arrow.key].straight
        and (rows_of[arrow.source] < frame.first) != (rows_of[arrow.target] < frame.first)
    ]
