"""Rows of bars along an axis: each bar to scale where its addresses stand, with a label that overlaps nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Dict, Iterator, List, Mapping, Optional, Tuple

from buddylab.draw.bars import labels
from buddylab.draw.bars.axis import Axis
from buddylab.draw.bars.hatching import Lines, combing, cuts, grain, hatching
from buddylab.draw.bars.labels import Spot, Wanted
from buddylab.draw.bars.strips import LOOKS, Fit, Row, Strip
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even
from buddylab.draw.figure.panel import Bar, Panel, Stroke, Text
from buddylab.draw.figure.sizes import EDGE, Sizes
from buddylab.spelling import together

SEVERAL = {
    "many": "blocks",
    "was": "before",
    "parked": "pages",
}  # what several bars in a state are called, if not by its name
NAMED = 2  # of several bars, at most
INSET = 2.0  # from the border of a bar to the part of it that nobody asked for
DENSE = 12  # marked bars without a label, beyond which they have no frames, but a bracket in common
BRACKET = 8.0  # from a row to the label at its bracket
BESIDE = 4.0  # from the frame to a label below a row's title
THIN = 4.0  # narrower bars are filled with the colour of their border


def draw(
    panel: Panel, row: Row, fitted: List[Fit], axis: Axis, top: float, edge: float, sizes: Sizes, hang: str = "all"
) -> float:
    """Puts `row` into `panel` from `top` on; labels stay left of `edge`. Returns the y below it."""
    bottom = top + sizes.bar
    wanted = [_wanted(fit, axis) for fit in fitted]
    spots = labels.place(wanted, axis.left, edge, sizes.label, hang)
    silent = [fit for fit, want in zip(fitted, wanted) if fit.marked and want.key not in spots]
    dense = len(silent) > DENSE and hang != "none" and not labels.depth(spots)
    hatched: Lines = []
    cut: Lines = []
    combed: Dict[str, Lines] = defaultdict(list)
    for fit, want in zip(fitted, wanted):
        spot = spots.get(want.key)
        _bar(panel, want, fit, axis, top, sizes, spot, framed=not dense or spot is not None)
        if spot:
            _label(panel, want, fit, top, spot, sizes)
        state, used = fit.state, fit.right if fit.is_narrow else want.rooms[0][1]
        room = Rect(fit.left, top, used, bottom)
        if fit.overlap:
            continue
        if _is_thin(fit):
            if state == "taken":
                cut += cuts(Rect(fit.left, top, fit.right, bottom))
        elif state == "many":
            combed["free"] += grain(_free(fit, axis), room, spot)
        else:
            if len(fit.strips) > 1:
                combed[state] += combing(room, spot)
            if state == "taken":
                hatched += hatching(room, spot)
    if hatched:
        panel.strokes.append(Stroke(f"h-{row.key}", tuple(hatched), ("hatch",), "taken-line", 0.7))
    if cut:
        panel.strokes.append(Stroke(f"i-{row.key}", tuple(cut), ("hatch", "cut"), "region", 1.2))
    for state, lines in combed.items():
        panel.strokes.append(Stroke(f"m-{row.key}-{state}", tuple(lines), ("hatch", "many"), LOOKS[state][1], 0.6))
    _captions(panel, row, axis, top, edge, sizes)
    if silent and hang != "none" and not labels.depth(spots):
        left, top = silent[0].left, bottom + 2  # below the first of them
        if dense:
            top = bottom + BRACKET
            _bracket(panel, row, left, silent[-1].right, bottom)
        marks = Counter(strip.mark for fit in silent for strip in fit.strips if strip.mark)
        least = axis.left - sizes.titles + BESIDE  # a long one goes on below the title
        said = _told(marks, _which(row) if dense else "", edge - least, sizes.label)
        left = max(least, min(left, edge - labels.width(said, sizes.label)))
        place = Rect(left, top, left + labels.width(said, sizes.label), top + sizes.lane - 1)
        panel.texts.append(Text(f"l-{row.key}", place, ("label",), said, "changed-ink", "changed", sizes.label))
        return place.bottom - 1
    return bottom + sizes.lane * labels.depth(spots)


def _which(row: Row) -> str:
    """Which bars of a row the marked ones are, where that is more than some."""
    marked = [at for at, strip in enumerate(sorted(row.strips, key=lambda strip: strip.start)) if strip.mark]
    if len(marked) == len(row.strips):
        return ": all of them"
    return ": every second one" if {two - one for one, two in zip(marked, marked[1:])} == {2} else ""


def _bracket(panel: Panel, row: Row, left: float, right: float, bottom: float) -> None:
    """The bracket below the bars that have one mark in common."""
    y = bottom + BRACKET - 2
    corners = ((left, bottom + 2), (left, y), (right, y), (right, bottom + 2))
    panel.strokes.append(Stroke(f"q-{row.key}", (corners,), ("bracket",), "changed-line", 1.6))


def _is_thin(fit: Fit) -> bool:
    """Whether its bar has no room for a border and a ground."""
    return fit.right - fit.left < THIN


def _free(fit: Fit, axis: Axis) -> Iterator[float]:
    """The middle of the point at which each free one of several bars stands."""
    for strip in fit.strips:
        part = axis.part(strip.start, strip.stop)
        if strip.state == "free" and part is not None:
            yield part.x(strip.start) + 0.5


def _captions(panel: Panel, row: Row, axis: Axis, top: float, edge: float, sizes: Sizes) -> None:
    """The title left of a row, and the note right of it."""
    bottom = top + sizes.bar
    title = Rect(axis.left - 8 - even(measure.width(row.title, sizes.text, measure.SANS)), top, axis.left - 8, bottom)
    panel.texts.append(
        Text(f"t-{row.key}", title, ("text",), row.title, "quiet", "frame", sizes.text, "right", mono=False)
    )
    if row.note and sizes.notes > EDGE:
        note = Rect(edge + 8, top, edge + 8 + even(measure.width(row.note, sizes.label, measure.SANS)), bottom)
        panel.texts.append(
            Text(f"c-{row.key}", note, ("text",), row.note, "quiet", "frame", sizes.label, "left", mono=False)
        )


def _told(marks: Mapping[str, int], which: str, room: float, letters: float) -> str:
    """How many bars have which mark, and which these are, as far as there is room."""
    texts = _counted(marks) + which, _counted(marks), f"{sum(marks.values())} marked"
    return next((text for text in texts if labels.width(text, letters) <= room), texts[-1])


def _counted(marks: Mapping[str, int]) -> str:
    """How many bars have which mark."""
    return ", ".join(f"{number} {mark}" for mark, number in sorted(marks.items()))


def _wanted(fit: Fit, axis: Axis) -> Wanted:
    """What the label of a bar may be, and where inside the bar."""
    first, last = fit.strips[0], fit.strips[-1]
    part = axis.part(first.start, last.stop)
    assert part is not None
    near = part.left, part.right
    inside: Tuple[Tuple[float, float], ...] = ((fit.left, fit.right),)
    marked = any(strip.mark for strip in fit.strips)
    if len(fit.strips) > 1:
        texts = _several(fit)
        return Wanted(f"{first.key}-to-{last.stop:x}", fit.left, fit.right, inside, texts, near, marked)
    if first.used is not None and first.used < first.stop:
        border = part.x(first.used)
        inside = ((fit.left, border), (border, fit.right))
    return Wanted(first.key, fit.left, fit.right, inside, first.said[0], near, marked)


def _several(fit: Fit) -> Tuple[str, ...]:
    """The label of bars that are too thin to be told apart."""
    marks = Counter(strip.mark for strip in fit.strips if strip.mark)
    names = list(dict.fromkeys(name for strip in fit.strips for name in strip.names[:1]))
    beside = (f", with {together(names)}",) if 0 < len(names) <= NAMED else ()
    if marks:
        said = _counted(marks)
        return (*[f"{said} of {fit.count} blocks{more}" for more in beside], f"{said} of {fit.count} blocks", said)
    if fit.overlap:
        return f"{fit.count} blocks, which overlap", "overlap"
    said = f"{fit.count} {SEVERAL.get(fit.state, fit.state)}"
    return (*[said + more for more in beside], said, str(fit.count))


def _bar(
    panel: Panel, want: Wanted, fit: Fit, axis: Axis, top: float, sizes: Sizes, spot: Optional[Spot], framed: bool
) -> None:
    """The bar itself; with a frame around what is marked, unless there are so many that a bracket stands for all."""
    first, several = fit.strips[0], len(fit.strips) > 1
    part = axis.part(first.start, fit.strips[-1].stop)
    assert part is not None
    state = fit.state
    marks = sorted({strip.mark for strip in fit.strips if strip.mark})
    fill, line, style = LOOKS[state]
    weight = 1.0
    if marks and framed:
        line, weight = "changed-line", 2.2
    if fit.is_narrow and not framed:
        style = "solid"
    if fit.overlap:
        line, weight = "warning", 2.2
    kinds = tuple(dict.fromkeys(["block", state, *(["many"] * several), *(["changed"] * bool(marks)), *marks]))
    meaning = (
        f"{fit.count} blocks from {part.said(first.start)} on, "
        + ("which overlap" if fit.overlap else "too thin to be told apart")
        if several
        else first.said[1]
    )
    rect = Rect(fit.left, top, fit.right, top + sizes.bar)
    if _is_thin(fit):
        panel.bars.append(Bar(want.key, rect, kinds, line, meaning=meaning))
    else:
        panel.bars.append(Bar(want.key, rect, kinds, fill, line, style, weight, meaning))
        if not fit.is_narrow and len(want.rooms) > 1 and want.rooms[1][1] - want.rooms[1][0] > INSET:
            _lost(panel, want, first, top, spot, sizes)


def _lost(panel: Panel, want: Wanted, strip: Strip, top: float, spot: Optional[Spot], sizes: Sizes) -> None:
    """The part of a block that nobody asked for."""
    left, right = want.rooms[1]
    rect = Rect(left, top + INSET, right - INSET, top + sizes.bar - INSET)
    fill, line, style = LOOKS["lost"]
    panel.bars.append(Bar("o" + want.key, rect, ("lost",), fill, line, style, 0.8, strip.lost))
    here = spot is not None and spot.lane == 0 and left <= spot.left and spot.right <= right
    width = labels.width(strip.lost, sizes.label)
    if not here and width <= rect.width:
        middle = rect.center[0]
        room = Rect(middle - width / 2, top + 3, middle + width / 2, top + sizes.bar - 3)
        panel.texts.append(Text("lo" + want.key, room, ("label",), strip.lost, "quiet", "lost", sizes.label))


def _label(panel: Panel, want: Wanted, fit: Fit, top: float, spot: Spot, sizes: Sizes) -> None:
    """The label of a bar, with its leader line if it needs one."""
    rect = Rect(spot.left, top + 3, spot.right, top + sizes.bar - 3)
    ground = "region"
    if spot.lane:
        below = top + sizes.bar + sizes.lane * (spot.lane - 1)
        rect = Rect(spot.left, below + 1, spot.right, below + sizes.lane)
        line = ((spot.anchor, top + sizes.bar), (spot.anchor, rect.center[1]), (spot.left, rect.center[1]))
        panel.strokes.append(Stroke("s" + want.key, (line,), ("leader",), "was-line", 0.8))
    elif fit.left <= spot.left and spot.right <= fit.right:
        in_lost = len(want.rooms) > 1 and spot.left >= want.rooms[1][0]
        ground = "lost" if in_lost else LOOKS[fit.state][0]
    ground, ink = ("changed", "changed-ink") if want.marked else (ground, "ink")
    side = "middle" if want.marked else spot.side
    panel.texts.append(Text("l" + want.key, rect, ("label",), spot.text, ink, ground, sizes.label, side))
