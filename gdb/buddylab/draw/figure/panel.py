"""A part of a figure that is drawn to scale: bars, texts and lines that have their place in points already.

y counts downwards from the top of the panel, x from the left of the canvas. Colours are names of the palette.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import List, Tuple

from buddylab.draw.figure.geometry import Point, Rect


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    key: str  # its id in the drawing
    rect: Rect
    kinds: Tuple[str, ...]  # classes in the drawing
    fill: str
    line: str = ""  # the colour of its border; "" for none
    style: str = "solid"  # of its border: solid, dashed, dotted, or rounded
    weight: float = 1.0  # of its border
    meaning: str = ""  # one sentence for who cannot see it


@dataclass(frozen=True)
class Text:
    """One line of text on a ground of its own colour, so that nothing behind it shows through."""

    key: str
    rect: Rect
    kinds: Tuple[str, ...]
    text: str
    ink: str
    ground: str
    size: float
    side: str = "middle"  # or left, or right: where in its rectangle it stands
    mono: bool = True
    bold: bool = False


@dataclass(frozen=True)
class Stroke:
    """Lines that belong together; with a tip, the end of each is an arrow's."""

    key: str
    pieces: Tuple[Tuple[Point, ...], ...]
    kinds: Tuple[str, ...]
    line: str
    weight: float = 1.0
    tip: bool = False
    meaning: str = ""
    style: str = "solid"


@dataclass
class Panel:
    """What is collected for one panel; later bars lie on earlier ones, texts on bars, and strokes on both."""

    name: str  # the class of everything in it: chains, map, tree, or map-tree for both
    height: float = 0.0
    bars: List[Bar] = field(default_factory=list)
    texts: List[Text] = field(default_factory=list)
    strokes: List[Stroke] = field(default_factory=list)


def moved(rect: Rect, down: float) -> Rect:
    """`rect` further down."""
    return Rect(rect.left, rect.top + down, rect.right, rect.bottom + down)


def lowered(panel: Panel, down: float) -> Panel:
    """`panel` with its top at `down`."""
    return Panel(
        panel.name,
        panel.height,
        [replace(bar, rect=moved(bar.rect, down)) for bar in panel.bars],
        [replace(text, rect=moved(text.rect, down)) for text in panel.texts],
        [
            replace(stroke, pieces=tuple(tuple((x, y + down) for x, y in piece) for piece in stroke.pieces))
            for stroke in panel.strokes
        ],
    )
