"""The legend of a figure that compares two stops: samples of marks, and what each means."""

from __future__ import annotations

from typing import Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even, text_height
from buddylab.draw.figure.panel import Bar, Panel, Stroke, Text
from buddylab.draw.figure.sizes import Sizes

LEAST = 392.0  # how wide its frame is at least
SWATCH = 44.0  # the width of a sample, at least
SHAPES = ("box", "ghost", "old", "link", "stray")  # samples that are no marks
PAD = 10.0
GAP = 26.0  # between one sample's text and the next sample

Sample = Tuple[str, str]  # what is drawn: box, ghost, old, link, stray, or the text of a mark; and what it means


def legend(samples: Sequence[Sample], sizes: Sizes, left: float, breadth: float) -> Panel:
    """The panel that says what marks mean: samples with their meaning, as many in a line as there is room for."""
    panel = Panel("legend")
    letters, height, leading = sizes.label, even(sizes.label + 6), text_height(1, sizes.label)
    start, swatch = left + sizes.side, _swatch_width(samples, sizes)
    x, y, right = start, PAD, left + breadth - PAD
    for number, (sample, meaning) in enumerate(samples):
        lines = measure.wrap(meaning, right - start - swatch - 8, letters)
        width = even(max(measure.width(line, letters, measure.SANS) for line in lines))
        if x > start and x + swatch + 8 + width > right:
            x, y = start, y + height + 7
        _swatch(panel, f"z-legend-{number}", sample, Rect(x, y, x + swatch, y + height), sizes)
        for at, line in enumerate(lines):
            top = y + at * leading
            place = Rect(x + swatch + 8, top, x + swatch + 8 + width, top + leading + 2)
            key = f"y-legend-{number}-{at}"
            panel.texts.append(Text(key, place, ("text",), line, "quiet", "frame", letters, "left", mono=False))
        y += (len(lines) - 1) * leading
        x += swatch + 8 + width + GAP
    panel.height = y + height + PAD
    frame = Rect(left, 0.0, left + breadth, panel.height)
    panel.bars.insert(0, Bar("f-legend", frame, ("frame",), "frame", "frame-line", "rounded"))
    return panel


def _swatch_width(samples: Sequence[Sample], sizes: Sizes) -> float:
    """The width of every sample: that of the longest mark."""
    marks = [measure.width(sample, sizes.small) for sample, _ in samples if sample not in SHAPES]
    return even(max([SWATCH, *(4 + mark for mark in marks)]))


def _swatch(panel: Panel, key: str, sample: str, rect: Rect, sizes: Sizes) -> None:
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
        inner = Rect(rect.left + 1, rect.top + 1, rect.right - 1, rect.bottom - 1)
        panel.texts.append(Text(f"l{key}", inner, ("label",), sample, "changed-ink", "changed", sizes.small))
