"""The frame that map and tree share: a title, a legend, rows along one axis, and the addresses below them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Sequence, Tuple

from buddylab.draw.bars import axis as axes
from buddylab.draw.bars.axis import Axis, Part
from buddylab.draw.bars.hatching import combing, hatching
from buddylab.draw.bars.rows import draw
from buddylab.draw.bars.strips import LOOKS, Row, fits
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even, text_height
from buddylab.draw.figure.panel import Bar, Panel, Stroke, Text
from buddylab.draw.figure.sizes import EDGE, Sizes
from buddylab.spelling import agree, count

BREADTH = 980.0  # of a frame, at least
PAD = 10.0
SWATCH = 22.0  # the width of a sample in the legend
FIRST = 6.0  # above the first row, at least: there is the sign of a broken axis
APART = 14.0  # between samples
TITLE = 160.0  # for the title beside them, at least
LEGEND = {  # what a state is called there
    "free": "free",
    "taken": "handed out",
    "lost": "not asked for",
    "parked": "on a processor's list",
    "split": "split",
    "unknown": "not free, boundaries unknown",
    "was": "before",
    "many": "several, too thin to see",
}


@dataclass(frozen=True)
class Field:
    """Where the frames of map and tree stand, and their axis."""

    left: float
    right: float
    axis: Axis
    sizes: Sizes


def field(
    regions: Sequence[range], left: float, breadth: float, sizes: Sizes, named: axes.Named, relative: bool
) -> Field:
    """The field of a frame of that breadth."""
    right = left + breadth
    axis = axes.axis(regions, left + sizes.titles, right - sizes.notes, sizes.label, named, relative)
    return Field(left, right, axis, sizes)


def snug(sizes: Sizes, rows: Sequence[Row]) -> Sizes:
    """`sizes` with no more room left and right of the axis than these rows need."""
    titles = max((_width(row.title, sizes.text) for row in rows), default=0.0)
    notes = max((_width(row.note, sizes.label) for row in rows), default=0.0)
    return replace(sizes, titles=titles + 8 + PAD, notes=notes + 12 + PAD if sizes.notes > EDGE else sizes.notes)


def line_height(sizes: Sizes) -> float:
    """The height of a line of text."""
    return even(text_height(1, sizes.text))


class Board:
    """One panel while it is being drawn, from top to bottom; its keys are by its name."""

    def __init__(self, name: str, title: str, rows: Sequence[Row], field: Field) -> None:
        self.panel = Panel(name)
        self.axis, self.sizes = field.axis, field.sizes
        self.line = line_height(field.sizes)
        self.left, self.right = field.left, field.right
        self.edge = self.axis.right + 4  # of labels
        title = "" if self.sizes.bare else title
        states = {strip.state for row in rows for strip in row.strips}
        self.fits = {row.key: fits(row.strips, self.axis) for row in rows}
        alone = [fit for each in self.fits.values() for fit in each if len(fit.strips) == 1 and not fit.is_narrow]
        states |= {"lost" for fit in alone if fit.strips[0].lost}
        if any(len(fit.strips) > 1 and not fit.overlap for fitted in self.fits.values() for fit in fitted):
            states.add("many")
        shown = [state for state in LEGEND if state in states]
        self._head(name, title, shown)

    def _head(self, name: str, title: str, states: Sequence[str]) -> None:
        """The title, and the samples of the states: at its right, or below it where that takes fewer lines."""
        left, room = self.left + self.sizes.side, self.right - self.left - 2 * self.sizes.side
        widths = [SWATCH + 5 + _width(LEGEND[state], self.sizes.label) for state in states]
        whole = sum(widths) + APART * (len(widths) - 1)
        narrow = measure.wrap(title, max(1.0, room - whole - 12), self.sizes.text)
        lines = measure.wrap(title, room, self.sizes.text)
        beside = whole <= room - (TITLE if title else 0.0) and len(narrow) <= len(lines) + 1
        lines = narrow if beside else lines
        for number, line in enumerate(lines):
            self.text(f"t-{name}-title-{number}", left, PAD + number * self.line, line)
        x, y = (self.right - self.sizes.side - whole, PAD) if beside else (left, PAD + self.line * len(lines))
        for state, width in zip(states, widths):
            if x > left and x + width > left + room:
                x, y = left, y + self.line
            self._sample(state, x, y, width)
            x += width + APART
        below = max(PAD + self.line * max(1, len(lines)), y + self.line if states else 0.0)
        self.top = self.y = below + (4 if self.sizes.bare else 10)

    def text(self, key: str, left: float, top: float, text: str, small: bool = False) -> None:
        """A line of plain text."""
        size = self.sizes.label if small else self.sizes.text
        rect = Rect(left, top, left + _width(text, size), top + self.line)
        self.panel.texts.append(Text(key, rect, ("text",), text, "quiet", "frame", size, "left", mono=False))

    def _sample(self, state: str, x: float, y: float, width: float) -> None:
        """What bars in a state look like, and what it is called."""
        self.text(f"y-{self.panel.name}-{state}", x + SWATCH + 5, y, LEGEND[state], small=True)
        box = Rect(x, y + 2, x + SWATCH, y + self.line - 2)
        fill, line, style = LOOKS[state]
        key = f"z-{self.panel.name}-{state}"
        self.panel.bars.append(Bar(key, box, ("legend", state), fill, line, style))
        if state in ("taken", "many"):
            hatch = tuple(hatching(box) if state == "taken" else combing(box))
            colour = line if state == "taken" else LOOKS["free"][1]
            self.panel.strokes.append(Stroke(f"{key}-h", hatch, ("hatch",), colour, 0.7))

    def row(self, row: Row, gap: float, hang: str) -> None:
        """Draws `row`, `gap` below what is there; `hang` says whose labels may hang below it."""
        top = self.y + (gap if self.y > self.top else max(gap, FIRST))
        self.y = draw(self.panel, row, self.fits[row.key], self.axis, top, self.edge, self.sizes, hang)

    def finish(self, regions: Sequence[range]) -> Panel:
        """Draws the regions and the addresses, and the frame behind everything."""
        bottom = self.y + 6
        foot = self.sizes.label + 20
        back: List[Bar] = []
        for region in regions:
            part = self.axis.part(region.start, region.stop)
            if part:
                back.append(self._region(region, part, bottom))
        for part in self.axis.parts:
            self._addresses(part, bottom, back)
        for before, after in zip(self.axis.parts, self.axis.parts[1:]):
            self._break((before.right + after.left) / 2, bottom)
        said = measure.wrap(self._remark(), self.right - PAD - self.axis.left, self.sizes.label)
        for number, line in enumerate(said):
            key = f"t-{self.panel.name}-axis" + (f"-{number}" if number else "")
            self.text(key, self.axis.left, bottom + foot - 6 + number * self.line, line, small=True)
        self.panel.height = bottom + foot + self.line * len(said)
        frame = Rect(self.left, 0.0, self.right, self.panel.height)
        self.panel.bars[:0] = [
            Bar(f"f-{self.panel.name}", frame, ("frame",), "frame", "frame-line", "rounded"),
            *back,
        ]
        return self.panel

    def _region(self, region: range, part: Part, bottom: float) -> Bar:
        left, right = part.x(region.start), part.x(region.stop)
        key = f"r-{self.panel.name}-{region.start:x}-{region.stop:x}"
        return Bar(key, Rect(left, self.top - 2, max(right, left + 1), bottom), ("region",), "region", "grid")

    def _addresses(self, part: Part, bottom: float, back: List[Bar]) -> None:
        """The addresses of one part of the axis, and the lines up from them."""
        line = Rect(part.left, bottom, part.right, bottom + 1)
        back.append(Bar(f"a-{self.panel.name}-{part.start:x}", line, ("axis",), "split-line"))
        for tick in axes.ticks(part, self.sizes.label):
            key = f"{self.panel.name}-{tick.address:x}-{part.start:x}"
            back.append(Bar(f"v-{key}", Rect(tick.x - 0.5, self.top - 2, tick.x + 0.5, bottom), ("grid",), "grid"))
            back.append(Bar(f"k-{key}", Rect(tick.x - 0.5, bottom, tick.x + 0.5, bottom + 6), ("tick",), "split-line"))
            text = part.said(tick.address)
            width = axes.text_width(text, self.sizes.label)
            left = {"left": tick.x, "middle": tick.x - width / 2, "right": tick.x - width}[tick.side]
            rect = Rect(left, bottom + 8, left + width, bottom + self.sizes.label + 12)
            place = Text(f"x-{key}", rect, ("text",), text, "quiet", "frame", self.sizes.label, tick.side)
            self.panel.texts.append(place)

    def _break(self, x: float, bottom: float) -> None:
        """The sign that addresses are left out at `x`."""
        pieces: List[Tuple[Tuple[float, float], ...]] = []
        for y in (self.top + 2, bottom):
            pieces += [((x - 3 + shift, y + 6), (x + 3 + shift, y - 6)) for shift in (-3.0, 3.0)]
        self.panel.strokes.append(Stroke(f"j-{self.panel.name}-{x:.0f}", tuple(pieces), ("break",), "split-line", 1.4))

    def _remark(self) -> str:
        """What must be said of the axis."""
        if not self.axis.parts:
            return "Nothing to draw: no block and no region is known."
        said = [] if self.axis.one_scale else ["The axis is broken; each part has its own scale."]
        if self.axis.one_scale and len(self.axis.parts) > 1:
            said.append("The axis is broken.")
        if self.axis.omitted:
            regions = count(self.axis.omitted, "more region")
            said.append(f"… {regions} {agree(self.axis.omitted, 'is', 'are')} not shown.")
        return " ".join(said)


def _width(text: str, size: float) -> float:
    """The room for a line of plain text."""
    return even(measure.width(text, size, measure.SANS))
