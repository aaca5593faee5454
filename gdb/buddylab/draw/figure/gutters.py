"""The grid's lines in points: columns and rows, with gutters between them as wide as a routing plan needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from buddylab.draw.figure import below, measure
from buddylab.draw.figure.geometry import even, text_height
from buddylab.draw.figure.route import BOTTOM, LEFT, RIGHT, TOP, Plan, Route
from buddylab.draw.figure.scene import Aside, Box, Frame, Scene
from buddylab.draw.figure.sizes import Sizes

PITCH = 7.0  # between tracks
OFF = 13.0  # from a column to its first track
OVER = 15.0  # from a row to its first track: there must be room for an arrow's tip
PAD = 9.0  # above a frame's title
BEYOND = 4.0  # the last track, at least
BEHIND, BEFORE = 10.0, 28.0  # the gutters behind a column of asides and before it, at least
TAG_GAP = 11.0  # from a tag to its box: room for a small arrow
TAIL = 11.0  # from the side of a word to where its arrow starts
SIGN = 25.0  # from there to where the sign of the end of a list is over


@dataclass(frozen=True)
class Columns:
    """Where the columns of boxes stand, and the vertical gutters around them."""

    widths: Tuple[float, ...]  # of the boxes of each column,
    addresses: Tuple[float, ...]  # and of their address cells
    field: float  # of the cells with fields' names
    lefts: Tuple[float, ...]
    edges: Tuple[float, ...]  # for each gutter the x that no track uses: there the border of a frame may stand

    def right(self, column: int) -> float:
        """The right border of the boxes in `column`."""
        return self.lefts[column] + self.widths[column]

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
    sizes = scene.sizes
    boxes: List[List[Box]] = [[] for _ in range(scene.columns)]
    for box in scene.boxes:
        boxes[0 if sizes.alike else box.column].append(box)
    cells = [_cell_widths(each, sizes) for each in (boxes[:1] * scene.columns if sizes.alike else boxes)]
    aside = {column: _aside_width(scene, column) for column in {each.column for each in scene.asides}}
    widths = [aside.get(column, width) for column, (_, width, _) in enumerate(cells)]
    x, lefts, edges = sizes.margin, [], [sizes.margin]
    for column in range(scene.columns):
        if column > 0:
            before, after = _used(plan, column, RIGHT), _used(plan, column, LEFT)
            least = BEHIND if column - 1 in aside else BEFORE if column in aside else sizes.gutter
            busy = {(column, RIGHT), (column, LEFT)} & set(plan.uprights)
            gutter = max(least, before + after + 2 * PITCH if busy else 0.0)
            edges.append(x + (before + gutter - after) // 2)
        else:
            gutter = max(sizes.side, _used(plan, 0, LEFT) + 2 * PITCH if (0, LEFT) in plan.uprights else 0.0)
        lefts.append(x + gutter)
        x += gutter + widths[column]
    busy_end = (scene.columns, RIGHT) in plan.uprights
    edges.append(x + max(sizes.side, _used(plan, scene.columns, RIGHT) + 2 * PITCH if busy_end else 0.0))
    field = max((each for _, _, each in cells), default=0.0)
    return Columns(tuple(widths), tuple(address for address, _, _ in cells), even(field), tuple(lefts), tuple(edges))


def _cell_widths(boxes: Sequence[Box], sizes: Sizes) -> Tuple[float, float, float]:
    """The width of the address cells, of whole boxes, and of the cells with fields' names."""
    field, under = below.widths(boxes, TAIL + 8, sizes)
    address = 12 + max((measure.width(box.address, sizes.text) for box in boxes), default=0.0)
    letter = measure.MONO * sizes.text
    name = 12 + max((min(measure.cells(box.name), sizes.names) for box in boxes), default=0) * letter
    note = max((below.beside_width(box, sizes) for box in boxes), default=0.0)
    aside = [TAIL + (SIGN if "null" in box.kinds else 8.0) for box in boxes]  # the word stands in the middle
    words = [measure.width(box.word, sizes.word_text) for box in boxes]
    word = max((2 * free + width for free, width in zip(aside, words)), default=0.0)
    head = max((_head_width(box, address, sizes) for box in boxes), default=0.0)
    width = max(sizes.box, word, address, name, head, under)
    return even(max(address, min(width - name - note, width / 2))), even(width), field


def _head_width(box: Box, address: float, sizes: Sizes) -> float:
    """The width of what stands above the word, whose address cell is so wide."""
    name = 12 + min(measure.cells(box.name), sizes.names) * measure.MONO * sizes.text if box.name else 0.0
    return (address if box.address else 0.0) + name + below.beside_width(box, sizes)


def _aside_width(scene: Scene, column: int) -> float:
    lines = [line for aside in scene.asides if aside.column == column for line in aside.lines]
    return even(max(measure.width(line, scene.sizes.text, measure.SANS) for line in lines))


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
    asides: Dict[int, List[Aside]] = {row: [] for row in range(scene.rows)}
    for aside in scene.asides:
        asides[aside.row].append(aside)
    pad, foot = scene.sizes.pad, scene.sizes.foot
    y = top
    for number in range(scene.rows):
        frame = first.get(number)
        if number > 0 and (frame or number - 1 in last):
            y += scene.sizes.gap
        if frame:
            tops[frame.key] = y
            y += PAD + text_height(len(titles[frame.key]), scene.sizes.text) if frame.title else foot
        tags = max(tag_height(box, scene.sizes) for box in boxes[number])
        y += tags + _lane_height(plan, number, TOP, pad, pad)
        height = max(box_height(box, scene.sizes) for box in boxes[number])
        height = max([height, *(aside_height(aside, scene.sizes) for aside in asides[number])])
        placed.append(Row(y, y + height, tags))
        y += height + _lane_height(plan, number, BOTTOM, pad, foot if number in last else pad)
        if number in last:
            frames[last[number].key] = (tops[last[number].key], y)
    return Rows(tuple(placed), frames, y)


def _lane_height(plan: Plan, row: int, level: int, pad: float, without: float) -> float:
    count = plan.lanes.get((row, level), 0)
    return OVER + (count - 1) * PITCH + max(BEYOND, pad) if count else without


def box_height(box: Box, sizes: Sizes) -> float:
    """The height of a box."""
    return sizes.address + sizes.word + sum(below.height(line, sizes) for line in box.lines)


def aside_height(aside: Aside, sizes: Sizes) -> float:
    """The height of the lines beside a row."""
    return text_height(len(aside.lines), sizes.text)


def tag_height(box: Box, sizes: Sizes) -> float:
    """The height that the tags of a box take above it, with the small arrow; 0 without tags."""
    return text_height(len(box.tags), sizes.label) + 4 + TAG_GAP if box.tags else 0.0


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
