"""How large the boxes of a figure are: their letters, the lines that they have, and the room around them. In points.

The heights of lines are even, for Graphviz halves whole points (see geometry.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Those of one figure. Without arguments, those of boxes with room around them."""

    text: float = 11.0  # letters of addresses and names
    word_text: float = 12.5  # letters of a stored word
    small: float = 9.0  # letters of a note under a word
    address: float = 22.0  # the height of the line with address and name,
    word: float = 28.0  # of the word,
    note: float = 16.0  # of a note under it
    box: float = 192.0  # the width of a box, at least
    names: int = 22  # characters of a name before it is shortened
    gutter: float = 52.0  # between columns, at least
    side: float = 28.0  # left and right of all columns, at least
    pad: float = 9.0  # above and below a row without tracks
    foot: float = 16.0  # from a row without tracks to its frame's bottom
    alike: bool = True  # all boxes are as wide as the widest; or each column as its own need


ROOMY = Sizes()
# One below the other in a table, in which each row has its title at the left.
ROWS = Sizes(
    word_text=11.0, address=16.0, word=18.0, note=14.0, box=80.0, gutter=34.0, side=12.0, pad=2.0, foot=6.0, alike=False
)
