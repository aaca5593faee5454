"""The tutor's voice: the walkthrough's section for the stop at hand, and what this learner has seen of the course."""

from __future__ import annotations

import os
import re
import sys
from typing import Dict, Optional

import gdb

from buddylab.commands import session
from buddylab.course import lessons
from buddylab.course.progress import Progress, Seen

SPEAKS = os.environ.get("BUDDYLAB_GUIDE") != "off"  # transcripts are recorded without the prose that they stand in

progress: Progress  # set by begin()


def begin() -> None:
    """Reads what this learner has seen; called once GDB's working directory is where files land."""
    global progress
    progress = Progress(os.path.join(os.getcwd(), "progress.txt"))
    if progress.damaged:
        gdb.write(f"The notes on your progress could not be read; they were set aside as {progress.damaged}.\n")


def name() -> str:
    """What the program is called: 01-intrusive-list, or exercises/01-push."""
    path = os.path.splitext(str(gdb.current_progspace().filename))[0]
    folder, base = os.path.split(path)
    return f"exercises/{base}" if os.path.basename(folder) == "exercises" else base


def again() -> str:
    """How to start the program at hand where it has to be loaded anew, as a sentence goes on with it."""
    number = re.search(r"\d+", os.path.basename(name()))
    if number is None:
        return f"file {gdb.current_progspace().filename} loads it again"
    if is_exercise():
        return f"quit, and type make debug EXERCISE={number.group()}"
    return f"lab lesson {number.group()} loads it again"


def is_exercise() -> bool:
    """Whether it is an exercise, which has one page for all its stops."""
    return name().startswith("exercises/")


def course() -> Dict[int, lessons.Lesson]:
    """The lessons by number; none where walkthrough.md is not there."""
    try:
        with open(os.path.join(session.HOME, "walkthrough.md"), encoding="utf-8") as file:
            return lessons.lessons(file.read())
    except OSError:
        return {}


def lesson() -> Optional[lessons.Lesson]:
    """What there is to read on the program at hand."""
    if is_exercise():
        try:
            with open(os.path.join(session.HOME, "lab", name(), "README.md"), encoding="utf-8") as file:
                return lessons.page(file.read())
        except OSError:
            return None
    number = re.match(r"\d+", name())
    return course().get(int(number.group())) if number else None


def section(stop: int) -> Optional[lessons.Section]:
    """What there is to read at a stop; an exercise has one page for all of them."""
    found = lesson()
    if found is None:
        return None
    return found.sections.get(0 if is_exercise() else stop)


def seen() -> Seen:
    """What this learner has seen of the lesson at hand."""
    return progress.of(name())


def introduce() -> None:
    """Says what the lesson is about."""
    found = lesson()
    if found is not None and SPEAKS:
        say(found.sections[0].text)


def tell(stop: int) -> None:
    """Says what there is to read at a stop."""
    found = section(stop)
    if found is not None:
        say(found.text if is_exercise() else f"### Stop {stop}: {found.title}\n\n{found.text}")


def say(markdown: str) -> None:
    """Writes Markdown to the terminal."""
    try:
        from buddylab.course import prose  # takes a moment to load, and only a guided session needs it
    except ModuleNotFoundError:
        gdb.write("The text of the lesson needs GDB's Python to have rich; install python3-rich, or run make deps.\n")
        return
    on_terminal = sys.__stdout__ is not None and sys.__stdout__.isatty() and os.environ.get("TERM") != "dumb"
    gdb.write("\n" + prose.render(markdown, session.width(), on_terminal and not os.environ.get("NO_COLOR")))
