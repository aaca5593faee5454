"""The chapter on Linux: played, and compared with what the walkthrough says of it.

Linux does the same at each boot, but another version of it, or of QEMU, counts and places things in another way. What
may differ then has a name: VERSION, ADDRESS, SIZE and NUMBER; WORD and ROW for as many lines as there are of the dump
and of the table; EMPTY, VERIFIED and CHANGES for what is said of these.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, List

from buddylab.course import player
from buddylab.course.blocks import Command
from buddylab.course.book import Book

PATIENCE = 300  # seconds that the boot, or the first look at the symbols, may take on a busy computer
SHOW = "show-freelists"
COUNT = "lab/linux/count.py"  # has plain GDB count the same
COUNTED = re.compile(r"^plain GDB: (\d+ pages in \d+ blocks)", re.M)
FREE = re.compile(r"free (\d+) of \d+ managed pages, in (\d+) blocks")
NAMES = (
    (re.compile(r"^0x[0-9a-f]+:\t.*$", re.M), "WORD"),
    (re.compile(r"^ +\d+ +\d+ [KM]iB( +\d+)+$", re.M), "ROW"),
    (re.compile(r"^(Empty: [^.]*\. )?Without blocks: [^.]*\.", re.M), "EMPTY"),
    (re.compile(r"^nr_free of all orders [^(]*\(verified\)\.", re.M), "VERIFIED"),
    (re.compile(r"^Since stop (\d+): .*?(?=^Wrote)", re.M | re.S), r"CHANGES since stop \1 "),
    (re.compile(r"\b\d+\.\d+\.\d+\b"), "VERSION"),
    (re.compile(r"\b0x[0-9a-f]+\b"), "ADDRESS"),
    (re.compile(r"\b\d+ [KM]iB\b"), "SIZE"),
    (re.compile(r"[+-]?\b\d+\b"), "NUMBER"),
)


def played(book: Book, root: Path) -> Iterator[player.Played]:
    """The chapter's commands; behind each that shows a zone, plain GDB counts that too. Raises player.Stuck."""
    for step in player.attempt(_script(book, root), root, PATIENCE):
        if step.failed:
            raise player.Stuck(step.failed)
        yield step


def _script(book: Book, root: Path) -> Iterator[Command]:
    for command in book.linux.commands:
        yield command
        if command.text.startswith(SHOW):
            yield Command("(gdb) ", f"source {root / COUNT}", command.line, [])


def free(output: List[str]) -> str:
    """What show-freelists counts, in the words of plain GDB; "" where it does not tell."""
    found = FREE.search(" ".join(output))
    return f"{found[1]} pages in {found[2]} blocks" if found else ""


def plain(output: List[str]) -> str:
    """What plain GDB counts."""
    found = COUNTED.search("\n".join(output))
    return found[1] if found else ""


def named(output: List[str]) -> str:
    """What appeared, with names in place of what may be different elsewhere; lines may break at other places."""
    text = "\n".join(output)
    for pattern, name in NAMES:
        text = pattern.sub(name, text)
    return re.sub(r"\b(WORD|ROW)( \1)+\b", r"\1", " ".join(text.split()))
