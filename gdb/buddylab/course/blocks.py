"""What a page consists of: prose, code, tables, transcripts, figures, and what is folded away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

OPEN = "…"  # in a command, for what the reader is to say there


@dataclass
class Command:
    """Something typed, with the output that the text shows."""

    prompt: str  # "$ " or "(gdb) "
    text: str
    line: int  # where in the file it stands, from 1 on
    output: List[str]  # the lines below it
    figure: Optional[str] = None  # the picture that it draws, from the project's root
    page: str = "walkthrough.md"

    @property
    def place(self) -> str:
        """Where it stands, as compilers write it."""
        return f"{self.page}:{self.line}"

    @property
    def open(self) -> bool:
        """Whether it leaves something to the reader, and so is shown but never played."""
        return OPEN in self.text


@dataclass
class Prose:
    """Paragraphs, lists and the like, as Markdown."""

    source: str


@dataclass
class Code(Prose):
    """What nothing is marked up in."""


@dataclass
class Table(Prose):
    """Rows of cells, the head first."""

    rows: List[List[str]]


@dataclass
class Transcript(Prose):
    """What is typed and what appears."""

    commands: List[Command]


@dataclass
class Figure(Prose):
    """A picture in a paragraph of its own."""

    caption: str  # Markdown, in one line
    words: str  # the same without its marks
    path: str
    line: int  # where in the file it stands, from 1 on


@dataclass
class Fold(Prose):
    """What a reader opens by a click."""

    summary: str
    text: str  # Markdown
    commands: List[Command]
    line: int  # where in the file it opens, from 1 on
