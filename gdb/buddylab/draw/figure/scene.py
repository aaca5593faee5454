"""What a figure shows, before boxes and arrows have a place in points: boxes on a grid, frames around rows, arrows.

A scene knows nothing of lists or heaps; the files of views/ make one from a Snapshot or HeapSnapshot. Rows and
columns count from 0 at the top left. What is drawn to scale comes as panels, whose places say something themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional, Tuple

from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.sizes import ROOMY, Sizes


@dataclass(frozen=True)
class Line:
    """A line in small letters below the word of a box."""

    text: str
    # note: what the word was; old: the same, where its arrow is drawn too; warning; blank; field; prev: a link back;
    # astray: one that is wrong
    kind: str = "note"
    name: str = ""  # of a field, in a cell of its own


@dataclass(frozen=True)
class Box:
    """One word of memory: its address and name above, what it holds below."""

    key: str  # its id in the drawing, unique in the scene
    row: int
    column: int
    address: str  # where the address or the name is "", the other takes the whole width
    name: str
    word: str
    kinds: Tuple[
        str, ...
    ]  # classes in the drawing: word, and chain, off, head, changed, null, unreadable; or ghost alone
    meaning: str  # one sentence for who cannot see it
    lines: Tuple[Line, ...] = ()  # what stands below the word
    tags: Tuple[str, ...] = ()  # the names of pointers at this box
    note: str = ""  # right of address and name: what would be a note below, where rows are to be low


@dataclass(frozen=True)
class Arrow:
    """From the word of one box to another box, which may be the same; or out of the box to nowhere, as a stub."""

    key: str
    source: str  # the key of the box whose word holds the pointer
    target: str  # "" for what is not in the figure
    kinds: Tuple[str, ...]  # classes in the drawing: link, head, back, stray, cycle, broken, old or ghost, and changed
    meaning: str
    back: bool = False  # it starts below the word, in the link back, or an old one in the note of what the word was


@dataclass(frozen=True)
class Frame:
    """A labelled frame around whole rows, or around the one box of a row."""

    key: str
    title: str
    first: int  # its rows
    last: int
    column: Optional[int] = None  # None: all columns
    kinds: Tuple[str, ...] = ()  # further classes in the drawing


@dataclass(frozen=True)
class Aside:
    """Lines of text in place of a box: what a row of boxes is."""

    key: str
    row: int
    column: int  # which holds no boxes
    lines: Tuple[str, ...]
    title: int = 0  # which of the lines stands out


@dataclass(frozen=True)
class Slot:
    """A panel that is made when it is known where it stands: `make` gets the left edge and the breadth of its frame."""

    make: Callable[[float, float], Panel]
    breadth: float = 0.0  # at least; beside the boxes just that
    place: str = "below"  # the boxes, as wide as their frames; or beside them; or across, below everything


@dataclass(frozen=True)
class Scene:
    """All of a figure. Each row lies in at most one frame of all columns, and frames are in the order of their rows."""

    title: str
    caption: Tuple[str, ...]
    columns: int
    boxes: Tuple[Box, ...]
    arrows: Tuple[Arrow, ...]
    frames: Tuple[Frame, ...]
    panels: Tuple[Slot, ...] = ()  # those of one place one below the other
    breadth: float = 0.0  # how wide the frames of all columns are at least
    asides: Tuple[Aside, ...] = ()
    sizes: Sizes = ROOMY
    left_out: Tuple[str, ...] = ()  # what there was no room for

    @property
    def rows(self) -> int:
        """The number of rows."""
        return 1 + max((box.row for box in self.boxes), default=-1)
