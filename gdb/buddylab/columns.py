"""How wide what is printed may be: lines break between words, and go on indented; a long word stays whole."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Iterator, Optional, TextIO

WIDEST = 80  # columns of a sentence, in a file and on any terminal: longer lines are tiring to read
TAB = 8
KEPT = re.compile(r"(?<=\d) (?=[KMGTPE]?i?B\b)|(?<=status) (?=\d)")  # 16 B, status 0
_terminal = ContextVar("columns", default=0)  # how many it has; 0: this is for a file


@contextmanager
def on_terminal(columns: int) -> Iterator[None]:
    """Meanwhile what is written is for a terminal so wide."""
    before = _terminal.set(columns)
    try:
        yield
    finally:
        _terminal.reset(before)


def of_terminal(stream: TextIO) -> int:
    """How many the terminal has that `stream` leads to; 0 where it leads to none."""
    return shutil.get_terminal_size().columns if stream.isatty() else 0


def tell(sentence: str, stream: Optional[TextIO] = None) -> None:
    """Prints a sentence outside a session; on a terminal in as many lines as it takes there."""
    stream = stream or sys.stdout
    wide = of_terminal(stream)
    with on_terminal(wide):
        print(fill(sentence) if wide else sentence, file=stream, flush=True)


def width() -> int:
    """How many a sentence may have here."""
    return min(_terminal.get() or WIDEST, WIDEST)


def fit(line: str) -> bool:
    """Whether a line can stand as it is, on the terminal at hand; tabs count as a terminal shows them."""
    columns = _terminal.get()
    return not columns or len(line.expandtabs(TAB)) <= columns


def fill(sentence: str) -> str:
    """A sentence in as many lines as it takes, those behind the first indented by two more."""
    return filled(sentence, len(sentence) - len(sentence.lstrip(" ")) + 2)


def row(line: str, hang: int) -> str:
    """A row of a table or a listing: whole where it fits, else what is too much goes on below, indented by `hang`."""
    return line if fit(line) else filled(line, hang)


def filled(line: str, hang: int) -> str:
    """A line in as many as it takes, those behind the first indented by `hang`."""
    if len(line) <= width() and line.isprintable():
        return line.rstrip()
    line = KEPT.sub("\N{NO-BREAK SPACE}", line)
    return textwrap.fill(
        line, width(), subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False, tabsize=TAB
    ).replace("\N{NO-BREAK SPACE}", " ")
