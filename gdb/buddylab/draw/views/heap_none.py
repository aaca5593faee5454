"""The figure of a heap that was not made yet: the table that its lists will stand in, without a list."""

from __future__ import annotations

from typing import Tuple

from buddylab.draw.bars.board import PAD, line_height
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect
from buddylab.draw.figure.panel import Bar, Panel, Text
from buddylab.draw.figure.sizes import Sizes, even, table

ROWS = 3  # without anything in them
HEAD, BLOCK, GAP = 0.3, 0.3, 0.1  # of the room: a head, a block, and what is between them and in front


def panel(said: Tuple[str, ...], sizes: Sizes, left: float, breadth: float) -> Panel:
    """What is `said` of it, and below that dashed places for heads and blocks."""
    found, cells = Panel("chains"), table(sizes)
    start, room, height = left + sizes.side, breadth - 2 * sizes.side, line_height(sizes)
    y = PAD
    for number, line in enumerate(line for text in said for line in measure.wrap(text, room, sizes.text)):
        rect = Rect(start, y, start + even(measure.width(line, sizes.text, measure.SANS)), y + height)
        key = f"t-none-{number}"
        found.texts.append(Text(key, rect, ("text",), line, "quiet", "frame", sizes.text, "left", mono=False))
        y += height
    for row in range(ROWS):
        top = y + PAD
        for name, at, share in (("head", GAP, HEAD), ("block", 2 * GAP + HEAD, BLOCK)):
            rect = Rect(start + round(room * at), top, start + round(room * (at + share)), top + cells.word)
            found.bars.append(Bar(f"n-{name}-{row}", rect, ("nothing",), "ghost", "ghost-line", "dashed"))
        y = top + cells.word
    found.height = y + PAD
    frame = Rect(left, 0.0, left + breadth, found.height)
    found.bars.insert(0, Bar("f-none", frame, ("frame",), "frame", "frame-line", "rounded"))
    return found
