"""Which gutters each arrow runs in, and on which track, so that no two arrows ever share a stretch.

The gutters are the lanes between the columns and between the rows of a scene's boxes. An arrow leaves its word to the
left or the right into the vertical gutter there, runs up or down it, turns into the lane above or below its target's
row, and enters the target from there. So it uses one vertical and one horizontal gutter, and never meets a box between
them. Neighbours in a row are joined straight. A gutter is split in halves, one for the arrows of each neighbouring
column (or row); within a half, arrows whose spans touch get tracks of their own, the short ones nearest to the boxes:
the left-edge algorithm of channel routing (Hashimoto and Stevens, 1971) with another order, which trades a few tracks
for fewer crossings.

A plan has no coordinates; layout.py makes the gutters as wide as the plan needs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple

from buddylab.draw.figure import below
from buddylab.draw.figure.scene import Arrow, Box, Scene

LEFT, RIGHT = -1, 1
TOP, WORD, BACK, BOTTOM = 0, 2, 3, 4  # the levels of a row: the lane above its boxes, words, links back, the lane below
LEVELS = 6
APART = 6.0  # between arrows that enter a box from below beside its notes, at least
DETOUR = 24  # what leaving into a gutter where a straight arrow runs costs, see _length;
CROSSING = 2  # and crossing one

Half = Tuple[int, int]  # half a gutter: (gutter, side) or (row, level)
Span = Tuple[int, int]  # both ends belong to it
Ends = Tuple[Box, Optional[Box]]  # source and target


@dataclass(frozen=True)
class Route:
    """How one arrow runs. A straight one joins neighbours in a row and uses no track, a stub ends on its track."""

    side: int  # LEFT or RIGHT: the side of its word that it leaves by
    gutter: int  # the vertical gutter there; gutter n is left of column n
    straight: bool = False
    start: int = WORD  # WORD or BACK: what it leaves
    stub: bool = False
    level: int = TOP  # TOP or BOTTOM: the lane of its target's row that it turns into
    upright: int = 0  # its track in the gutter, 0 nearest to the column that it leaves
    lane: int = 0  # its track in the lane, 0 nearest to the row that it enters
    evades: bool = False  # another arrow runs straight against it in its first gutter: both keep aside


@dataclass(frozen=True)
class Plan:
    """How every arrow of a scene runs."""

    routes: Dict[str, Route]  # by the arrow's key
    uprights: Dict[Half, int]  # (gutter, side): the number of tracks that arrows leaving by that side use there
    lanes: Dict[Half, int]  # (row, TOP or BOTTOM): the number of tracks there
    entries: Dict[Tuple[str, int], List[str]]  # (box, TOP or BOTTOM): the arrows that enter it there, left to right


def plan(scene: Scene) -> Plan:
    """Routes every arrow of `scene`. Time grows with the arrows, times the tracks of the fullest gutter."""
    boxes = {box.key: box for box in scene.boxes}
    ends: Dict[str, Ends] = {arrow.key: (boxes[arrow.source], boxes.get(arrow.target)) for arrow in scene.arrows}
    straight = {
        arrow.key: _straight(*ends[arrow.key]) for arrow in scene.arrows if _neighbours(arrow, *ends[arrow.key])
    }
    busy: Dict[int, List[int]] = defaultdict(list)
    for key, route in straight.items():
        busy[route.gutter].append(ends[key][0].row)
    for rows in busy.values():
        rows.sort()
    open_below = _open_below(scene)
    bent = {
        arrow.key: _bent(arrow, *ends[arrow.key], busy, (TOP, BOTTOM) if arrow.target in open_below else (TOP,))
        for arrow in scene.arrows
        if arrow.key not in straight
    }
    upright, uprights = _assign({key: _upright(route, *ends[key]) for key, route in bent.items()})
    lane, lanes = _assign({key: _lane(route, ends[key][1]) for key, route in bent.items() if not route.stub})
    bent = {key: replace(route, upright=upright[key], lane=lane.get(key, 0)) for key, route in bent.items()}
    routes = _evading({**straight, **bent}, ends)
    return Plan(routes, uprights, lanes, _entries(bent, ends))


def _open_below(scene: Scene) -> Set[str]:
    """The boxes that arrows may enter from below: those with notes only where there is room for all beside them."""
    arrivals = Counter(arrow.target for arrow in scene.arrows)
    sizes, found = scene.sizes, set()
    for box in scene.boxes:
        width = below.notes_width(box, sizes) if "word" in box.kinds else 0.0
        if not width or below.is_narrow(box, sizes) and width + APART * (arrivals[box.key] + 1) < sizes.box:
            found.add(box.key)
    return found


def tracks(spans: Mapping[str, Span]) -> Dict[str, int]:
    """A track for each span so that those on one track do not touch, short spans on the low tracks."""
    used: List[List[Span]] = []
    result = {}
    for key, span in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1], item[0])):
        track = next((number for number, others in enumerate(used) if _free(others, span)), len(used))
        if track == len(used):
            used.append([])
        insort(used[track], span)
        result[key] = track
    return result


def _free(others: List[Span], span: Span) -> bool:
    """Whether `span` touches none of `others`, which are sorted and do not touch each other."""
    at = bisect_left(others, span)
    return (at == 0 or others[at - 1][1] < span[0]) and (at == len(others) or span[1] < others[at][0])


def _neighbours(arrow: Arrow, source: Box, target: Optional[Box]) -> bool:
    return (
        target is not None and not arrow.back and source.row == target.row and abs(source.column - target.column) == 1
    )


def _straight(source: Box, target: Optional[Box]) -> Route:
    side = LEFT if target and target.column < source.column else RIGHT
    return Route(side, _gutter(source, side), straight=True)


def _bent(
    arrow: Arrow, source: Box, target: Optional[Box], busy: Mapping[int, Sequence[int]], levels: Sequence[int]
) -> Route:
    """The shortest way; of equal ones that to the left, and over the target rather than under it."""
    start, stub = BACK if arrow.back else WORD, target is None
    routes = [
        Route(side, _gutter(source, side), start=start, stub=stub, level=level)
        for side in (LEFT, RIGHT)
        for level in levels
    ]
    return min(routes, key=lambda route: _length(route, source, target, busy))


def _length(route: Route, source: Box, target: Optional[Box], busy: Mapping[int, Sequence[int]]) -> int:
    """The way in units of about a sixth of a row; half a column is six of them.

    `busy` has the rows in which a straight arrow runs through each gutter: the more of them it crosses, the longer.
    """
    (_, (top, bottom)), (_, (left, right)) = _upright(route, source, target), _lane(route, target)
    rows = busy.get(route.gutter, ())
    here = bisect_left(rows, source.row)
    detour = DETOUR if route.start == WORD and rows[here : here + 1] == [source.row] else 0
    crossed = bisect_left(rows, (bottom - WORD) / LEVELS) - bisect_right(rows, (top - WORD) / LEVELS)
    return bottom - top + 6 * (right - left) + detour + CROSSING * max(0, crossed)


def _gutter(source: Box, side: int) -> int:
    return source.column if side == LEFT else source.column + 1


def _upright(route: Route, source: Box, target: Optional[Box]) -> Tuple[Half, Span]:
    """The vertical half gutter of a route, and the levels between which the route runs there."""
    start = LEVELS * source.row + route.start
    ends = sorted((start, LEVELS * target.row + route.level if target else start))
    return (route.gutter, route.side), (ends[0], ends[1])


def _lane(route: Route, target: Optional[Box]) -> Tuple[Half, Span]:
    """The horizontal half gutter of a route, and its span there: gutters are even positions, columns odd ones."""
    if target is None:
        return (0, TOP), (0, 0)
    ends = sorted((2 * route.gutter, 2 * target.column + 1))
    return (target.row, route.level), (ends[0], ends[1])


def _assign(wanted: Mapping[str, Tuple[Half, Span]]) -> Tuple[Dict[str, int], Dict[Half, int]]:
    """Each arrow's track in the half gutter that it wants, and the number of tracks of each half gutter."""
    groups: Dict[Half, Dict[str, Span]] = defaultdict(dict)
    for key, (half, span) in wanted.items():
        groups[half][key] = span
    numbers: Dict[str, int] = {}
    counts = {}
    for half, spans in groups.items():
        found = tracks(spans)
        numbers.update(found)
        counts[half] = 1 + max(found.values())
    return numbers, counts


def _evading(routes: Dict[str, Route], ends: Mapping[str, Ends]) -> Dict[str, Route]:
    """Marks the arrows that leave into the same stretch of a gutter from both sides, if one of them runs straight."""
    places: Dict[Tuple[int, int], List[str]] = defaultdict(list)
    for key, route in routes.items():
        if route.start == WORD:
            places[ends[key][0].row, route.gutter].append(key)
    meeting = {
        key
        for keys in places.values()
        if len(keys) > 1 and any(routes[other].straight for other in keys)
        for key in keys
    }
    return {key: replace(route, evades=key in meeting) for key, route in routes.items()}


def _entries(bent: Mapping[str, Route], ends: Mapping[str, Ends]) -> Dict[Tuple[str, int], List[str]]:
    """Who enters a box where, left to right: of those from the left the nearest track first, from the right last."""
    entries: Dict[Tuple[str, int], List[Tuple[int, int, str]]] = defaultdict(list)
    for key, route in bent.items():
        target = ends[key][1]
        if target is None:
            continue
        order = (0, route.lane) if route.gutter <= target.column else (1, -route.lane)
        entries[target.key, route.level].append((*order, key))
    return {place: [key for _, _, key in sorted(arrivals)] for place, arrivals in entries.items()}
