"""The legend of a figure that compares two stops: samples of marks, and what each means."""

from __future__ import annotations

from typing import Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import MARGIN, NARROWEST, SMALL, Rect, even, text_height
from buddylab.draw.figure.panel import Bar, Panel, Stroke, Text

LEAST = NARROWEST - 2 * MARGIN  # how wide its frame is at least
SWATCH = 44.0  # the width of a sample
HEIGHT = 16.0  # and its height
LETTERS = 10.0  # of what is said of it
PAD = 10.0
INDENT = 28.0  # as in frames around boxes
GAP = 26.0  # between one sample's text and the next sample

Sample = Tuple[str, str]  # what is drawn: box, ghost, old, link, stray, or the text of a mark; and what it means


def legend(samples: Sequence[Sample], left: float, breadth: float) -> Panel:
    """The panel that says what marks mean: samples with their meaning, as many in a line as there is room for."""
    panel = Panel("legend")
    x, y, right = left + INDENT, PAD, left + breadth - PAD
    for number, (sample, meaning) in enumerate(samples):
        lines = measure.wrap(meaning, right - left - INDENT - SWATCH - 8, LETTERS)
        width = even(max(measure.width(line, LETTERS, measure.SANS) for line in lines))
        if x > left + INDENT and x + SWATCH + 8 + width > right:
            x, y = left + INDENT, y + HEIGHT + 7
        _swatch(panel, f"z-legend-{number}", sample, Rect(x, y, x + SWATCH, y + HEIGHT))
        for at, line in enumerate(lines):
            top = y + at * text_height(1, LETTERS)
            place = Rect(x + SWATCH + 8, top, x + SWATCH + 8 + width, top + text_height(1, LETTERS) + 2)
            key = f"y-legend-{number}-{at}"
            panel.texts.append(Text(key, place, ("text",), line, "quiet", "frame", LETTERS, "left", mono=False))
        y += (len(lines) - 1) * text_height(1, LETTERS)
        x += SWATCH + 8 + width + GAP
    panel.height = y + HEIGHT + PAD
    frame = Rect(left, 0.0, left + breadth, panel.height)
    panel.bars.insert(0, Bar("f-legend", frame, ("frame",), "frame", "frame-line", "rounded"))
    return panel


def _swatch(panel: Panel, key: str, sample: str, rect: Rect) -> None:
    """One sample: a word's border, an arrow, or the text of a mark."""
    middle = rect.center[1]
    course = (((rect.left, middle), (rect.right, middle)),)
    if sample == "box":
        panel.bars.append(Bar(key, rect, ("legend",), "word", "changed-line", "solid", 2.0))
    elif sample == "ghost":
        panel.bars.append(Bar(key, rect, ("legend",), "ghost", "ghost-line", "dashed"))
    elif sample == "old":
        panel.strokes.append(Stroke(key, course, ("legend",), "changed-line", 1.0, True, style="dashed"))
    elif sample == "link":
        panel.strokes.append(Stroke(key, course, ("legend",), "link", 1.4, True))
    elif sample == "stray":
        panel.strokes.append(Stroke(key, course, ("legend",), "stray", 1.4, True, style="dashed"))
    else:
        panel.bars.append(Bar(key, rect, ("legend",), "changed", "changed-line"))
        size = min(SMALL, (SWATCH - 4) / (measure.cells(sample) * measure.MONO))
        inner = Rect(rect.left + 1, rect.top + 1, rect.right - 1, rect.bottom - 1)
        panel.texts.append(Text(f"l{key}", inner, ("label",), sample, "changed-ink", "changed", size))
