"""The lines below the word of a box: how high each kind is, how wide they all need to be, and where each stands."""

from __future__ import annotations

from typing import Iterable, Iterator, Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even
from buddylab.draw.figure.scene import Box, Line
from buddylab.draw.figure.sizes import Sizes

AIR = 12.0  # what a cell takes beyond its letters
BACK = ("prev", "astray")  # the kinds that hold a pointer
OLD = ("old",)  # what a word was, where the arrow is drawn that it was
NOTES = ("note", "old", "warning")
BESIDE = 24.0  # of a box's width: where notes leave so much they are no wider than their letters, for arrows to pass
SMALLER = (*NOTES, "blank")


def height(line: Line, sizes: Sizes) -> float:
    """The height of one line."""
    return sizes.note if line.kind in SMALLER else sizes.line


def letters(line: Line, sizes: Sizes) -> float:
    """The size of its letters."""
    return sizes.small if line.kind in SMALLER else sizes.row


def widths(boxes: Iterable[Box], tail: float, sizes: Sizes) -> Tuple[float, float]:
    """The width of the cells with fields' names, and that of whole boxes; a pointer's arrow takes `tail` a side."""
    boxes = tuple(boxes)
    fields = [line for box in boxes for line in box.lines if line.kind == "field"]
    backs = [measure.width(line.text, sizes.row) for box in boxes for line in box.lines if line.kind in BACK]
    name = max((AIR + measure.width(line.name, sizes.row) for line in fields), default=0.0)
    backs += [measure.width(line.text, sizes.small) for box in boxes for line in box.lines if line.kind in OLD]
    value = max((AIR + measure.width(line.text, sizes.row) for line in fields), default=0.0)
    notes = [AIR + measure.width(line.text, sizes.small) for box in boxes for line in box.lines if line.kind in SMALLER]
    return name, max([name + value + 2, *notes, *(2 * tail + back for back in backs)])


def note_width(line: Line, sizes: Sizes) -> float:
    """The width of a note."""
    return even(AIR + measure.width(line.text, sizes.small))


def notes_width(box: Box, sizes: Sizes) -> float:
    """The width of the notes of a box that has nothing else below its word; 0 for any other."""
    if not all(line.kind in NOTES for line in box.lines):
        return 0.0
    return max((note_width(line, sizes) for line in box.lines), default=0.0)


def beside_width(box: Box, sizes: Sizes) -> float:
    """The width of the note right of address and name; 0 without one."""
    return even(AIR + measure.width(box.note, sizes.small)) if box.note else 0.0


def is_narrow(box: Box, sizes: Sizes) -> bool:
    """Whether its notes leave room for arrows that end at the word from below."""
    return 0.0 < notes_width(box, sizes) <= sizes.box - BESIDE


def places(box: Box, word: Rect, sizes: Sizes) -> Iterator[Tuple[Line, Rect]]:
    """Each line with its rectangle; `word` is that of the box's word."""
    top, narrow = word.bottom, is_narrow(box, sizes)
    for line in box.lines:
        right = word.left + note_width(line, sizes) if narrow else word.right
        yield line, Rect(word.left, top, right, top + height(line, sizes))
        top += height(line, sizes)


def start(box: Box, word: Rect, kinds: Sequence[str], sizes: Sizes) -> Rect:
    """Where the first line of one of `kinds` stands, in which an arrow starts."""
    return next(rect for line, rect in places(box, word, sizes) if line.kind in kinds)
