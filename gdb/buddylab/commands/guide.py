"""The tutor's voice: the walkthrough's section for the stop at hand, and what this learner has seen of the course."""

from __future__ import annotations

import os
import re
import shutil
from functools import lru_cache
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, TypeVar

import gdb

from buddylab.columns import WIDEST
from buddylab.commands import session
from buddylab.course.progress import Progress, Seen
from buddylab.target.runs.stops import program

if TYPE_CHECKING:  # what reads the text is loaded with the first of it, and not every session reads
    from buddylab.course import book
    from buddylab.course.mistake import Mistake
    from buddylab.course.section import Section

SPEAKS = os.environ.get("BUDDYLAB_GUIDE") != "off"  # transcripts are recorded without the prose that they stand in
CURE = "install python3-rich and python3-markdown-it, or run make deps."
TALL = 30  # lines of a terminal from which on there is room for more of the source
ENDLESS = 1 << 30  # lines
Read = TypeVar("Read")

progress = Progress(os.path.join(os.path.realpath(session.OUTPUT), "progress.txt"))


def begin(stops: int) -> None:
    """Says so where the notes on this learner cannot be read, and where the program, of so many stops, is not sound."""
    if progress.damaged:
        session.say(f"The notes on your progress could not be read; they were set aside as {progress.damaged}.")
    for mistake in mistakes(stops) if SPEAKS else ():
        session.say(f"{mistake}")


def mistakes(stops: int) -> List[Mistake]:
    """What is wrong with the steps of the program at hand, which is of interest for whoever writes it."""
    from buddylab.course import steps

    try:
        file = f"lab/{name()}/{'exercise' if is_exercise() else 'lesson'}.c"
        source = steps.read(session.HOME, file)
    except (OSError, UnicodeDecodeError):
        return []  # a program of somebody's own
    told = None if is_exercise() else lesson()
    headings = steps.headings(source, told) if told else ()
    return [*steps.numbering(source), *steps.lost(source, stops), *headings]


def name() -> str:
    """What the program is called: 01-intrusive-list, or exercises/01-push."""
    path = os.path.splitext(str(program()))[0]
    folder, base = os.path.split(path)
    return f"exercises/{base}" if os.path.basename(folder) == "exercises" else base


def number() -> str:
    """The number of the lesson or the exercise as its folder has it; "" where it has none."""
    found = re.match(r"\d+", os.path.basename(name()))
    return found.group() if found else ""


def again() -> str:
    """How to start the program at hand where it has to be loaded anew, as a sentence goes on with it."""
    if not number():
        return f"file {program()} loads it again"
    if is_exercise():
        return f"quit, and type make debug EXERCISE={number()}"
    return f"lab lesson {number()} loads it again"


def is_exercise() -> bool:
    """Whether it is an exercise, which has one page for all its stops."""
    return name().startswith("exercises/")


@lru_cache(maxsize=None)
def _book() -> Optional[book.Book]:
    from buddylab.course import book

    return _sound(lambda: book.read(session.HOME, "walkthrough.md"))


def course() -> Dict[int, book.Lesson]:
    """The lessons by number; none where walkthrough.md is not there."""
    read = _book()
    return read.lessons if read else {}


def linux() -> Optional[Section]:
    """The chapter on Linux."""
    read = _book()
    return _apart(read.linux.sections.get(0)) if read else None


@lru_cache(maxsize=None)
def _exercise(page: str) -> Optional[book.Lesson]:
    from buddylab.course import book

    return _sound(lambda: book.exercise(session.HOME, page))


def lesson() -> Optional[book.Lesson]:
    """What there is to read on the program at hand."""
    if is_exercise():
        return _exercise(f"lab/{name()}/README.md")
    return course().get(int(number())) if number() else None


def section(stop: int) -> Optional[Section]:
    """What there is to read at a stop, taken apart; an exercise has one page for all of them."""
    found = lesson()
    told = found.sections.get(0 if is_exercise() else stop) if found else None

    return _apart(told)


def _apart(told: Optional[Section]) -> Optional[Section]:
    def apart() -> Optional[Section]:
        if told is not None:
            told.blocks  # asked for here, where a mistake in it becomes a sentence
        return told

    return _sound(apart)


def heading(stop: int) -> Optional[str]:
    """What one sees at a stop: the heading of its section, without markup; None where there is none."""
    found = None if is_exercise() else lesson()
    told = found.sections.get(stop) if found else None
    return told.title.replace("`", "") if told else None


def _sound(read: Callable[[], Read]) -> Optional[Read]:
    """What `read` gives; None where there is no such page, and where it is damaged or cannot be read, which is said."""
    try:
        return read()
    except OSError:
        return None
    except ValueError as fault:
        _once(f"{fault}")
    except ModuleNotFoundError as fault:
        _once(f"GDB's Python has no module {fault.name}, which the text of the lesson needs; {CURE}")
    return None


@lru_cache(maxsize=None)
def _once(sentence: str) -> None:
    session.say(sentence)


def seen() -> Seen:
    """What this learner has seen of the lesson at hand."""
    return progress.of(name())


def introduce() -> None:
    """Says where the learner was the last time, if that was further on than where a lesson begins."""
    if SPEAKS and number() and seen().at > 1:
        what = "exercise" if is_exercise() else "lesson"
        session.say(f"You were at stop {seen().at} of {what} {int(number())}: lab goto {seen().at}.")


def room() -> int:
    """How many lines the terminal shows; in TUI those of GDB's own window; without end where nothing scrolls away."""
    lines = gdb.parameter("height")
    if isinstance(lines, int) and lines > 0:
        return lines
    return shutil.get_terminal_size().lines if session.width() else ENDLESS


def around(stop: int) -> int:
    """How many lines of source are shown before and after the line of a stop: one where the rest is to be read."""
    return 1 if SPEAKS and (room() < TALL or stop in seen().stops) else 3


def height(markdown: str) -> int:
    """The lines that it takes on the terminal."""
    return rendered(markdown).count("\n")


def say(markdown: str) -> None:
    """Writes Markdown to the terminal, after an empty line."""
    gdb.write("\n" + rendered(markdown))


def rendered(markdown: str) -> str:
    """Markdown as lines for the terminal; as it stands on the page where rich is missing, which is said."""
    try:
        from buddylab.course import prose  # takes a moment to load, and only a guided session needs it
    except ModuleNotFoundError:
        _once(f"GDB's Python has no module rich, which the text of the lesson needs; {CURE}")
        return f"{markdown.rstrip()}\n"
    width = session.width()
    in_colour = bool(width) and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    return prose.render(markdown, width or WIDEST, in_colour)
