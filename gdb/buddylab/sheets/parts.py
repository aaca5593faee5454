"""What stands on a worksheet, from top to bottom: texts, words of memory, figures, tables, lines to write on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple, Union

from buddylab.draw.figure import measure
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.geometry import Rect
from buddylab.draw.figure.paper import WIDTH, Paper
from buddylab.draw.figure.panel import Bar, Stroke, Text

LEFT = 70.0
ROOM = WIDTH - 2 * LEFT
SIZE = 16.0  # of letters; on paper they have 9 points
SMALL = 14.0  # of words of memory, and in tables: 8 points
LINE = 22.0  # from line to line
RULE = 36.0  # to write on
BELOW = 6.0  # words of memory, tables and figures, which are followed by text
CELL = 25.0  # the height of a row of a table
EM = 0.54  # the width of a letter, as a share of its height: sentences need less than names do


@dataclass(frozen=True)
class Lines:
    """Sentences; or words of memory, which must not be wrapped."""

    text: str
    bold: bool = False
    mono: bool = False
    step: float = LINE
    size: float = SIZE
    ink: str = "ink"

    @property
    def lines(self) -> List[str]:
        """The text in lines."""
        if self.mono:
            return self.text.split("\n")
        return measure.wrap(self.text, ROOM, self.size, measure.BOLD if self.bold else EM)

    @property
    def height(self) -> float:
        """All of it."""
        return self.step * len(self.lines) + (BELOW if self.mono else 0)

    def put(self, paper: Paper, top: float) -> None:
        """Writes it."""
        for at, line in enumerate(self.lines):
            write(paper, line, LEFT, top + at * self.step, ROOM, self)


@dataclass(frozen=True)
class Figure:
    """A figure."""

    source: Source

    @property
    def height(self) -> float:
        """All of it."""
        return self.source.height + BELOW

    def put(self, paper: Paper, top: float) -> None:
        """Puts it there."""
        paper.figures.append((self.source, LEFT, top))


@dataclass(frozen=True)
class Answer:
    """A line to write on, with what is said in front of it; or with what is to be written there."""

    said: str
    answer: str = ""

    @property
    def height(self) -> float:
        """All of it."""
        return RULE

    def put(self, paper: Paper, top: float) -> None:
        """Draws it."""
        front = measure.width(self.said, SIZE, measure.SANS) + 8
        write(paper, self.said, LEFT, top + 11, front, Lines("", size=SIZE))
        room = ROOM - front
        if self.answer:
            size = min(SIZE, room / (measure.MONO * max(1, measure.cells(self.answer))))
            write(paper, self.answer, LEFT + front, top + 11, room, Lines("", bold=True, mono=True, size=size))
        rule(paper, ((LEFT + front, top + 31), (LEFT + ROOM, top + 31)))


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first of titles."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[float]  # of the columns

    @property
    def height(self) -> float:
        """All of it."""
        return CELL * len(self.rows) + BELOW

    def put(self, paper: Paper, top: float) -> None:
        """Draws it."""
        for down, row in enumerate(self.rows):
            left, y = LEFT, top + down * CELL
            for cell, width in zip(row, self.widths):
                key = f"c-{len(paper.panel.bars)}"
                fill = "region" if down else "name"
                box = Rect(left, y, left + width, y + CELL)
                paper.panel.bars.append(Bar(key, box, ("cell",), fill, "box-line"))
                size = min(SMALL, (width - 12) / (measure.MONO * max(1, measure.cells(cell))))
                look = Lines("", mono=down > 0, size=size)
                write(paper, cell, left + 6, y + 3, width - 12, look, fill)
                left += width


Part = Union[Lines, Figure, Answer, Table]


def rule(paper: Paper, *pieces: Tuple[Tuple[float, float], ...]) -> None:
    """Draws lines."""
    paper.panel.strokes.append(Stroke(f"r-{len(paper.panel.strokes)}", pieces, ("rule",), "box-line"))


def write(paper: Paper, text: str, left: float, top: float, room: float, look: Lines, ground: str = "canvas") -> None:
    """Writes one line of text."""
    if text:
        rect = Rect(left, top, left + room, top + 18)
        key = f"t-{len(paper.panel.texts)}"
        paper.panel.texts.append(
            Text(key, rect, ("text",), text, look.ink, ground, look.size, "left", look.mono, look.bold)
        )
