"""Plays a chapter and says where a run prints or draws something else than the page shows; and tries its hints."""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import Iterator, List, Optional

from buddylab.checking import hints, versions
from buddylab.course import player
from buddylab.course.blocks import Command, Fold, Transcript
from buddylab.course.book import Lesson
from buddylab.course.mistake import Mistake, placed
from buddylab.course.section import LEAVE, Section

PATIENCE = 10  # seconds without a prompt: a command takes some milliseconds
NUMBER = re.compile(r"\$\d+ = ")  # of a value in GDB's history, which each p counts up
FAULT = re.compile(r"^(?:gdb\.\w+|Error occurred in Python): (.*?)\.?$", re.MULTILINE)  # as GDB 13 and 16 tell it
ANEW = "make walkthrough rewrites it"


def drawn(svg: str) -> List[str]:
    """What a figure shows, whatever Graphviz' version rounds or comments: its parts and its texts, in order."""
    root = xml.fromstring(svg)
    parts = [element.get("id", "") + " " + element.get("class", "") for element in root.iter() if element.get("id")]
    texts = [element.text or "" for element in root.iter() if element.tag.endswith(("text", "title", "desc"))]
    return parts + texts


def transcripts(root: Path, told: Lesson, exact: bool) -> Iterator[Mistake]:
    """What a chapter shows of its commands and is not so; `exact` is what versions.py says of the tools."""
    try:
        for step in player.attempt(told.commands, root, PATIENCE):
            if step.failed:
                yield from placed(step.failed, step.command.page, step.command.line)
                if f": {player.STOPPED}: " in step.failed:
                    return  # what comes behind a failure of the machine is no mistake of its own
            else:
                yield from _differs(root, step, exact)
    except player.Stuck as fault:
        yield from placed(f"{fault}", "walkthrough.md")


def _differs(root: Path, step: player.Played, exact: bool) -> Iterator[Mistake]:
    command = step.command
    shown, found = (versions.comparable(lines, exact) for lines in (command.output, step.output))
    if shown != found:
        what = f"{command.text} prints {_first(step.output, command.output)}; expected {{}}; {ANEW}"
        expected = f"what the page shows, {_first(command.output, step.output)}" if shown else "its output below it"
        yield Mistake(command.page, command.line, f"{what.format(expected)}.")
    if step.figure is not None and command.figure is not None and (root / command.figure).exists():
        if drawn(step.figure.decode()) != _kept(root / command.figure):
            what = f"{command.text} draws another figure than {command.figure}; expected that one"
            yield Mistake(command.page, command.line, f"{what}; make figures draws it anew.")


def _kept(figure: Path) -> Optional[List[str]]:
    """What a figure that was drawn earlier shows; None where the file is no figure."""
    try:
        return drawn(figure.read_text(encoding="utf-8"))
    except (xml.ParseError, UnicodeDecodeError):
        return None


def _first(lines: List[str], others: List[str]) -> str:
    """The first line that is another one than among the others."""
    differ = (line for line, other in zip(lines, [*others, *[None] * len(lines)]) if line != other)
    return repr(next(differ, "no more"))


class Reader:
    """Plays a lesson as the page has it, and tries the hints on the way."""

    def __init__(self, root: Path, number: int, told: Lesson, exact: bool) -> None:
        self._root, self._started, self._exact = root, f"make debug LESSON={number:02}", exact
        self.wrong: List[Mistake] = []
        self._played: List[str] = []
        self._tried: List[str] = []  # hints since the page went on last
        self._failed = False  # the machine has, and the page does not show that
        self.line = told.commands[0].line if told.commands else told.sections[0].line  # where it reads
        self._told = told

    def read(self) -> None:
        """Reads all of it. Raises Stuck."""
        self._session = player.Session(self._root, self._started, patience=PATIENCE)
        try:
            for section in self._told.sections.values():
                if not self._failed:
                    self._section(section)
        finally:
            self._session.close()

    def _section(self, section: Section) -> None:
        for block in section.blocks:
            if self._failed:
                return
            if isinstance(block, Fold) and block.summary.startswith("Hint"):
                self._hint(section, block)
            elif isinstance(block, (Transcript, Fold)):
                for each in block.commands:
                    if each.prompt == "(gdb) " and not each.open and each.text != LEAVE:
                        self._go_on(each)

    def _hint(self, section: Section, fold: Fold) -> None:
        self.line = fold.line
        for command in hints.commands(fold.text):
            said = self._session.type(f"python gdb.execute({command!r}, to_string=True); print('fine')")
            if (said[-1:] != ["fine"]) != (f"`{command}` finds nothing" in " ".join(fold.text.split())):
                why = FAULT.search("\n".join(said))
                what = f"{command}, which {fold.summary} names, {f'fails: {why[1]}' if why else 'works'}"
                self.wrong.append(Mistake(section.page, fold.line, f"{what}; expected what the hint says."))
            self._tried.append(f"{command} ({section.page}:{fold.line})")

    def _go_on(self, command: Command) -> None:
        """Types a command of the page. After hints that have changed what it prints, the lesson starts anew without."""
        self.line = command.line
        output = self._session.type(command.text)
        self._played.append(command.text)
        if player.PANIC.search("\n".join(output)) and self._shown(output) != self._shown(command.output):
            self._failed = True
            return
        if self._tried and self._shown(output) != self._shown(command.output):
            self._session.close()
            self._session = player.Session(self._root, self._started, patience=PATIENCE)
            for text in self._played:
                output = self._session.type(text)
            if self._shown(output) == self._shown(command.output):  # else it is no fault of the hints
                what = f"{command.text} prints something else after {', '.join(self._tried)}"
                self.wrong.append(Mistake(command.page, command.line, f"{what}; expected hints that only look."))
        self._tried = []

    def _shown(self, lines: List[str]) -> str:
        return "\n".join(versions.comparable(NUMBER.sub("$ = ", "\n".join(lines)).split("\n"), self._exact))


def hinted(root: Path, number: int, told: Lesson, exact: bool) -> Iterator[Mistake]:
    """What hints name and does not work where they stand, or changes what the page goes on with."""
    reader = Reader(root, number, told, exact)
    try:
        reader.read()
    except player.Stuck as fault:
        yield from placed(f"{fault}", told.sections[0].page, reader.line)
    yield from reader.wrong
