"""How wide a text may get, without asking any font.

A figure is read with whatever fonts its reader has, so texts are budgeted, not measured: MONO and SANS are generous
widths of one character in em. All widths and sizes are in points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import List, Sequence

MONO = 0.62
SANS = 0.58
BOLD = 0.66
# Of a name: an index, with the member of that element, or the offset in something.
END = re.compile(r"(\[\w+\](\.\w+)?|\+\w+)$", re.ASCII)
SPACE = re.compile(r"\s+(?!·|(?<=stop )\d|(?<=\d )[KMGTPE]?i?B\b)")  # where a line may be broken


def cells(text: str) -> int:
    """The character cells that `text` takes: East Asian wide ones count twice, combining marks not at all."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=1024)
def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str, size: float, em: float = MONO) -> float:
    """The budget of `text` in points, in letters of `size` points whose characters take `em` of that."""
    return cells(text) * size * em


def shorten(text: str, most: int) -> str:
    """`text` in at most `most` character cells, its middle given up for "…"; an index or offset at its end survives.

    Half an index would be another index, so it is kept whole where three letters before it can be kept too.
    """
    if cells(text) <= most:
        return text
    end = END.search(text)
    back = len(end.group()) if end and len(end.group()) <= most - 4 else most // 3
    front = most - 1 - back
    return _fitting(text, front) + "…" + _fitting(text[::-1], back)[::-1]


def _fitting(text: str, most: int) -> str:
    """The longest beginning of `text` that takes at most `most` character cells."""
    if text.isascii():
        return text[: max(most, 0)]
    used = 0
    for index, char in enumerate(text):
        used += _cells(char)
        if used > most:
            return text[:index]
    return text


def wrap(text: str, room: float, size: float, em: float = SANS) -> List[str]:
    """`text` broken at spaces into lines no wider than `room` points; a longer word is broken where it must be.

    No line begins with the dot that parts one thing from the next, the number of a stop, or the unit of a size.
    """
    most = max(4, int(room / (size * em)))
    lines: List[str] = []
    used = 0  # cells of the last line
    for word in SPACE.split(text.strip()):
        needed = cells(word)
        if lines and used + 1 + needed <= most:
            lines[-1] += " " + word
            used += 1 + needed
        else:
            lines.extend(_pieces(word, most))
            used = cells(lines[-1]) if lines else 0
    return lines


def balanced(text: str, room: float, size: float, em: float = SANS) -> List[str]:
    """`text` in no more lines than wrap() needs, but of about one length: no word is left alone in the last."""
    lines = wrap(text, room, size, em)
    least = max((width(word, size, em) for word in SPACE.split(text)), default=room)
    while True:
        room = (max(map(cells, lines), default=0) - 0.5) * size * em  # a little less than the longest line needs
        if room <= least:
            break
        narrower = wrap(text, room, size, em)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def wrap_all(texts: Sequence[str], room: float, size: float, em: float = SANS) -> List[str]:
    """The lines of each of `texts`, balanced, one after the other."""
    return [line for text in texts for line in balanced(text, room, size, em)]


def _pieces(word: str, most: int) -> List[str]:
    pieces = []
    while word:
        piece = _fitting(word, most)
        pieces.append(piece)
        word = word[len(piece) :]
    return pieces
