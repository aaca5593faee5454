"""Plays a chapter and says where a run prints or draws something else than the page shows; and tries its hints."""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

from buddylab.checking import hints, versions
from buddylab.course import player
from buddylab.course.blocks import Command, Fold, Transcript
from buddylab.course.book import Lesson
from buddylab.course.mistake import Mistake, placed
from buddylab.course.section import LEAVE, Section

PATIENCE = 10  # seconds without a prompt: a command takes some milliseconds
VALUE = re.compile(r"\$(\d+) = ")  # one in GDB's history, which each p counts up
FINE = "fine"  # said behind a hint that works
FAULT = re.compile(r"^(?:gdb\.\w+|Error occurred in Python): (.*?)\.?$", re.MULTILINE)  # as GDB 13 and 16 tell it
ANEW = "make walkthrough rewrites it"


def drawn(svg: str) -> List[str]:
    """What a figure shows, whatever Graphviz' version rounds or comments: its parts and its texts, in order."""
    root = xml.fromstring(svg)
    parts = [element.get("id", "") + " " + element.get("class", "") for element in root.iter() if element.get("id")]
    texts = [element.text or "" for element in root.iter() if element.tag.endswith(("text", "title", "desc"))]
    return parts + texts


@dataclass
class Hint(Command):
    """What a hint names to be typed, so that it tells whether it works."""

    named: str = ""  # as the hint has it
    summary: str = ""  # the hint's
    fails: bool = False  # whether the hint says that it does


class Play:
    """A chapter, played once: what was wrong with its commands, and with the hints that were tried on the way."""

    def __init__(self, root: Path, typed: Sequence[Command], exact: bool) -> None:
        """Plays what is `typed`. What is behind one that does not come back is not played."""
        self.wrong: Dict[str, List[Mistake]] = {}  # by the place of the command
        self.hints: List[Mistake] = []
        self._values = 0  # that hints have put into GDB's history, which counts on behind them
        at = 0
        try:
            for at, step in enumerate(player.attempt(typed, root, PATIENCE), 1):
                if isinstance(step.command, Hint):
                    self._hint(step.command, step.output)
                elif step.failed:
                    self.wrong[step.command.place] = placed(step.failed, step.command.page, step.command.line)
                    if f": {player.STOPPED}: " in step.failed:
                        return  # what comes behind a failure of the machine is no mistake of its own
                else:
                    self._page(root, step, exact)
        except player.Stuck as fault:
            self.wrong[typed[at].place] = placed(f"{fault}", "walkthrough.md")

    def _hint(self, hint: Hint, said: List[str]) -> None:
        text = "\n".join(said)
        self._values += len(VALUE.findall(text))
        if (FINE in said) == hint.fails:
            why = FAULT.search(text)
            what = f"{hint.named}, which {hint.summary} names, {f'fails: {why[1]}' if why else 'works'}"
            self.hints.append(Mistake(hint.page, hint.line, f"{what}; expected what the hint says."))

    def _page(self, root: Path, step: player.Played, exact: bool) -> None:
        if step.command.prompt == "$ ":
            self._values = 0  # a session of its own
        step.output = [VALUE.sub(lambda each: f"${int(each[1]) - self._values} = ", line) for line in step.output]
        found = list(_differs(root, step, exact))
        if found:
            self.wrong[step.command.place] = found


def mistakes(root: Path, told: Lesson, exact: bool) -> Iterator[Mistake]:
    """What a chapter shows of its commands and is not so, and what of its hints does not work where they stand, or
    changes what the page goes on with; `exact` is what versions.py says of the tools.

    What the page shows is so without hints if it is behind them. Only where it is not, a play without hints tells which
    of the two is at fault.
    """
    typed = list(_with_hints(told))
    play = Play(root, typed, exact)
    yield from play.hints
    if not play.wrong:
        return
    plain = Play(root, told.commands, exact)
    for found in plain.wrong.values():
        yield from found
    while play.wrong.keys() - plain.wrong.keys():
        at = next(at for at, each in enumerate(typed) if each.place in play.wrong and each.place not in plain.wrong)
        command, guilty = typed[at], _guilty(typed, at)
        if command in guilty or not guilty:  # it did not come back; or it was so only once
            yield from play.wrong[command.place]
        else:
            tried = ", ".join(f"{each.named} ({each.place})" for each in guilty)
            what = f"{command.text} prints something else after {tried}"
            yield Mistake(command.page, command.line, f"{what}; expected hints that only look.")
        if not guilty:
            return
        typed = [each for each in typed if each not in guilty]
        play = Play(root, typed, exact)
        yield from play.hints


def _guilty(typed: Sequence[Command], at: int) -> List[Hint]:
    """The hints that may have spoilt a command: itself, those since the page went on last, or else all before it."""
    command, before = typed[at], typed[:at]
    if isinstance(command, Hint):
        return [command]
    recent = list(takewhile(lambda each: isinstance(each, Hint), reversed(before)))
    return [each for each in before if isinstance(each, Hint) and (each in recent or not recent)]


def _with_hints(told: Lesson) -> Iterator[Command]:
    """What is typed in a chapter, and what its hints name where they stand; hints behind a quit are tried before it."""
    leave: List[Command] = []
    for section in told.sections.values():
        for block in section.blocks:
            if isinstance(block, Fold) and block.summary.startswith("Hint"):
                yield from _named(section, block)
            for each in block.commands if isinstance(block, (Transcript, Fold)) else ():
                if not each.open:
                    yield from leave
                    leave = [each] if each.text == LEAVE else []
                    yield from () if leave else (each,)
    yield from leave


def _named(section: Section, fold: Fold) -> Iterator[Hint]:
    for named in hints.commands(fold.text):
        fails = f"`{named}` finds nothing" in " ".join(fold.text.split())
        line = f"python print(gdb.execute({named!r}, to_string=True), {FINE!r}, sep='\\n')"
        yield Hint("(gdb) ", line, fold.line, [], page=section.page, named=named, summary=fold.summary, fails=fails)


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
