"""What the C file of a lesson or an exercise says of itself: its title, and its steps with their lines.

The rules on which the debugger relies stand here, so that make debug tells them too.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Iterator, List, NamedTuple, Optional, Union

from buddylab.course.mistake import Mistake

if TYPE_CHECKING:
    from pathlib import Path

    from buddylab.course.book import Lesson

TITLE = re.compile(r'^const char lesson_title\[\] =\s+"(.*)";', re.MULTILINE)
STEP = re.compile(r'^[ \t]*STEP\(\s*(\d+)\s*,\s*"(.*)"\s*\);', re.MULTILINE)


class Step(NamedTuple):
    """STEP(number, "title"), and where it stands."""

    number: int
    title: str
    line: int


class Program(NamedTuple):
    """The C file."""

    path: str  # from the project's root
    title: Optional[str]  # None where it has none
    title_line: int
    steps: List[Step]


def read(root: Union[str, Path], path: str) -> Program:
    """The file at `path`. Raises OSError."""
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        text = file.read()

    def line(at: int) -> int:
        return text.count("\n", 0, at) + 1

    named = TITLE.search(text)
    steps = [Step(int(each[1]), each[2], line(each.start(1))) for each in STEP.finditer(text)]
    return Program(path, named[1] if named else None, line(named.start()) if named else 1, steps)


def numbering(program: Program) -> Iterator[Mistake]:
    """Steps that do not count up from 1."""
    before = 0
    for place, step in enumerate(program.steps, 1):
        if step.number not in (before + 1, place):  # behind a mistake those that follow may be right
            after = f"STEP({before}, …)" if before else "no other"
            what = f"STEP({step.number}, …) comes after {after}; expected STEP({before + 1}, …)"
            yield Mistake(program.path, step.line, f"{what}; number the steps from 1 on, in the order of the file.")
        before = step.number
    if not program.steps:
        yield Mistake(program.path, 1, 'it has no steps; expected STEP(1, "…"); in front of the first code to be seen.')


def lost(program: Program, stops: int) -> Iterator[Mistake]:
    """Steps that are not in the image, which has so many `stops`: the compiler leaves out what is never reached."""
    for step in program.steps:
        if step.number == stops + 1:
            what = f"STEP({step.number}, …) is not in the image; expected code that gets there: the compiler sees that"
            yield Mistake(program.path, step.line, f"{what} what stands above it never ends, or returns.")


def headings(program: Program, told: Lesson) -> Iterator[Mistake]:
    """Where title and stops are others in the file and in the chapter on it."""
    chapter = told.sections[0]
    if program.title != told.title:
        found = "the file has no lesson_title" if program.title is None else f"lesson_title is {program.title!r}"
        what = f"{found}; expected {told.title!r}, as {chapter.page}:{chapter.line - 1} has it; change one of them."
        yield Mistake(program.path, program.title_line, what)
    steps = {step.number: step for step in program.steps}
    for step in steps.values():
        if step.number not in told.sections:
            heading = f"expected ### Stop {step.number}: … in {chapter.page}, in the chapter of line {chapter.line - 1}"
            yield Mistake(program.path, step.line, f"STEP({step.number}, …) has no section; {heading}.")
    for stop, section in told.sections.items():
        if stop and stop not in steps:
            what = f"there is no STEP({stop}, …) in {program.path}; expected one for each section; remove one of them."
            yield Mistake(section.page, section.line - 1, f"this is about stop {stop}, but {what}")
