"""The tutor's voice: the walkthrough's section for the stop at hand, and what this learner has seen of the course."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from typing import Callable, Dict, Optional, TypeVar

import gdb

from buddylab.commands import session
from buddylab.course import book
from buddylab.course.progress import Progress, Seen
from buddylab.course.section import Section
from buddylab.target.stops import program

SPEAKS = os.environ.get("BUDDYLAB_GUIDE") != "off"  # transcripts are recorded without the prose that they stand in
CURE = "install python3-rich and python3-markdown-it, or run make deps."
Read = TypeVar("Read")

progress = Progress(os.path.join(os.path.realpath(session.OUTPUT), "progress.txt"))


def begin() -> None:
    """Says so where the notes on what this learner has seen cannot be read."""
    if progress.damaged:
        gdb.write(f"The notes on your progress could not be read; they were set aside as {progress.damaged}.\n")


def name() -> str:
    """What the program is called: 01-intrusive-list, or exercises/01-push."""
    path = os.path.splitext(str(program()))[0]
    folder, base = os.path.split(path)
    return f"exercises/{base}" if os.path.basename(folder) == "exercises" else base


def again() -> str:
    """How to start the program at hand where it has to be loaded anew, as a sentence goes on with it."""
    number = re.search(r"\d+", os.path.basename(name()))
    if number is None:
        return f"file {program()} loads it again"
    if is_exercise():
        return f"quit, and type make debug EXERCISE={number.group()}"
    return f"lab lesson {number.group()} loads it again"


def is_exercise() -> bool:
    """Whether it is an exercise, which has one page for all its stops."""
    return name().startswith("exercises/")


@lru_cache(maxsize=None)
def course() -> Dict[int, book.Lesson]:
    """The lessons by number, read once; none where walkthrough.md is not there."""
    read = _sound(lambda: book.read(session.HOME, "walkthrough.md"))
    return read.lessons if read else {}


@lru_cache(maxsize=None)
def _exercise(page: str) -> Optional[book.Lesson]:
    return _sound(lambda: book.exercise(session.HOME, page))


def lesson() -> Optional[book.Lesson]:
    """What there is to read on the program at hand."""
    if is_exercise():
        return _exercise(f"lab/{name()}/README.md")
    number = re.match(r"\d+", name())
    return course().get(int(number.group())) if number else None


def section(stop: int) -> Optional[Section]:
    """What there is to read at a stop, taken apart; an exercise has one page for all of them."""
    found = lesson()
    told = found.sections.get(0 if is_exercise() else stop) if found else None

    def apart() -> Optional[Section]:
        if told is not None:
            told.blocks  # asked for here, where a mistake in it becomes a sentence
        return told

    return _sound(apart)


def _sound(read: Callable[[], Read]) -> Optional[Read]:
    """What `read` gives; None where there is no such page, and where it is damaged or cannot be read, which is said."""
    try:
        return read()
    except OSError:
        return None
    except ValueError as fault:
        _once(f"{fault}\n")
    except ModuleNotFoundError as fault:
        _once(f"The text of the lesson needs GDB's Python to have {fault.name}; {CURE}\n")
    return None


@lru_cache(maxsize=None)
def _once(sentence: str) -> None:
    gdb.write(sentence)


def seen() -> Seen:
    """What this learner has seen of the lesson at hand."""
    return progress.of(name())


def introduce() -> None:
    """Says what the lesson is about."""
    found = section(0) if SPEAKS else None
    if found is not None:
        say(found.told())


def tell(stop: int) -> None:
    """Says what there is to read at a stop."""
    found = section(stop)
    if found is not None:
        say(found.told() if is_exercise() else f"### Stop {stop}: {found.title}\n\n{found.told()}")


def say(markdown: str) -> None:
    """Writes Markdown to the terminal."""
    try:
        from buddylab.course import prose  # takes a moment to load, and only a guided session needs it
    except ModuleNotFoundError:
        gdb.write(f"The text of the lesson needs GDB's Python to have rich; {CURE}\n")
        return
    on_terminal = sys.__stdout__ is not None and sys.__stdout__.isatty() and os.environ.get("TERM") != "dumb"
    gdb.write("\n" + prose.render(markdown, session.width(), on_terminal and not os.environ.get("NO_COLOR")))
