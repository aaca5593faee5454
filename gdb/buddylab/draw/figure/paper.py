"""A sheet of paper as DOT: texts and lines that have their place, and whole figures put between them.

All of a sheet is drawn smaller than it is laid out, by one factor, so that the letters of its figures, which are laid
out as for any other place, have the size that is read well on paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import List, Tuple

from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.geometry import Rect
from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.panel_dot import panel_lines, stroke_lines
from buddylab.draw.figure.pen import MONO_FONT, Pen, inches, number
from buddylab.draw.figure.places import LARGE

SCALE = 0.572  # the letters of figures have 8 points then
PAPER = 595.0, 842.0  # A4, in points
WIDTH, HEIGHT = (length / SCALE for length in PAPER)
PLACE = re.compile(r'(?<=pos=")[^"]*')
POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
NAMES = re.compile(r'(^  "|-> "|\[id=")')


@dataclass
class Paper:
    """One page, in its own points: WIDTH to the right, and HEIGHT downwards."""

    panel: Panel = field(default_factory=lambda: Panel("paper"))
    figures: List[Tuple[Source, float, float]] = field(default_factory=list)  # where left and top of each are

    def dot(self) -> str:
        """Its DOT text, for neato -n2."""
        pen = Pen(HEIGHT)
        size = ",".join(number(length / 72, 4) for length in PAPER)
        canvas = pen.node("canvas", Rect(0, 0, WIDTH, HEIGHT), ["canvas"], _blank())
        return "\n".join(
            [
                "digraph paper {",
                f'  graph [size="{size}!" bgcolor="transparent" pad=0 margin=0 outputorder=nodesfirst splines=true]',
                f'  node [shape=plain margin=0 fontname="{MONO_FONT}" fontsize={number(LARGE.text)}]',
                "  edge [dir=both arrowtail=dot]",
                canvas,
                *(line for at, each in enumerate(self.figures) for line in _placed(f"s{at}-", *each)),
                *panel_lines(pen, self.panel),
                *stroke_lines(pen, self.panel),
                "}\n",
            ]
        )


def _blank() -> str:
    size = inches(Rect(0, 0, WIDTH, HEIGHT))
    return f'shape=box {size} style=filled color="transparent" fillcolor="transparent" label=""'


def _placed(name: str, source: Source, left: float, top: float) -> List[str]:
    """The lines of a figure where it belongs on the paper, with names of their own."""
    right, up = left, HEIGHT - top - source.height

    def moved(place: "re.Match[str]") -> str:
        return POINT.sub(lambda at: f"{number(float(at[1]) + right)},{number(float(at[2]) + up)}", place.group())

    lines = [line for line in source.text.splitlines() if re.match(r'  "', line)]
    return [PLACE.sub(moved, NAMES.sub(rf"\g<1>{name}", line)) for line in lines]
