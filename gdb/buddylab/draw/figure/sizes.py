"""How large everything in a figure is: letters, lines, bars, and the room around them. In points.

The heights of lines are even, for Graphviz halves whole points (see geometry.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """Those of one figure. Without arguments, those of a figure on a page of its own, with room around its boxes."""

    heading: float = 15.0  # letters of the figure's title,
    text: float = 11.0  # of other titles, addresses, names and the caption,
    word_text: float = 12.5  # of stored words,
    row: float = 10.0  # of fields and links back below a word,
    small: float = 9.0  # of notes there,
    label: float = 10.0  # of pointers' names, of legends, and of what stands in, beside and below bars
    address: float = 22.0  # the height of the line with address and name,
    word: float = 28.0  # of the word,
    line: float = 18.0  # of a field or a link back,
    note: float = 16.0  # of a note
    box: float = 192.0  # the width of a box, at least
    names: int = 22  # characters of a name before it is shortened
    gutter: float = 52.0  # between columns, at least
    side: float = 28.0  # left and right of all columns, at least; and in front of the titles of panels
    pad: float = 9.0  # above and below a row without tracks
    gap: float = 16.0  # between frames
    foot: float = 16.0  # from a row without tracks to its frame's bottom
    alike: bool = True  # all boxes are as wide as the widest; or each column as its own need
    margin: float = 14.0  # around everything
    bar: float = 20.0  # the height of a bar,
    between: float = 6.0  # of the gap between rows of bars,
    ladder: float = 22.0  # of one with arrows in it,
    lane: float = 15.0  # of a lane of labels below a row
    titles: float = 134.0  # left of an axis, for the titles of rows
    notes: float = 142.0  # right of it, for notes; less than EDGE: there are none
    narrowest: float = 420.0  # a canvas, so that the title over a single box stays readable
    bare: bool = False  # without titles over panels

    @property
    def least(self) -> float:
        """The size of the smallest letters."""
        return min(self.text, self.word_text, self.row, self.small, self.label)


EDGE = 20.0
ROOMY = Sizes()


def even(length: float) -> float:
    """`length`, or a little more: the size of what is drawn as a table."""
    return float(2 * math.ceil(length / 2))


def close(sizes: Sizes) -> Sizes:
    """Those of rows of bars as low as their letters allow."""
    bar, ladder = even(sizes.label + 6), even(sizes.label + 6)
    return replace(sizes, bar=min(sizes.bar, bar), between=min(sizes.between, 4.0), ladder=min(sizes.ladder, ladder))


def table(sizes: Sizes) -> Sizes:
    """Those of boxes one below the other in a table, in which each row has its title at the left."""
    room = {"box": 80.0, "gutter": min(34.0, sizes.gutter - 6), "side": 12.0, "pad": 2.0, "foot": 5.0}
    lines = {"address": even(sizes.text + 4), "word": even(sizes.text + 4), "note": even(sizes.small + 4)}
    return replace(sizes, word_text=sizes.text, alike=False, **room, **lines)


ROWS = table(ROOMY)
