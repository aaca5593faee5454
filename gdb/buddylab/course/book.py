"""walkthrough.md, read once: its lessons, and the section of each stop. Whoever wants to know what it says asks here.

A lesson starts at `## Lesson N: TITLE`, a stop at `### Stop N: TITLE`. Finding these takes 5 ms of a page that takes a
Markdown parser 80 ms; a session needs one section of eighty, so that each is taken apart only when somebody asks.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Dict, List, Sequence, Tuple

from buddylab.course.blocks import Command, Figure, Table
from buddylab.course.markdown import headings
from buddylab.course.section import Section

LESSON = re.compile(r"Lesson (\d+): (.*)")
STOP = re.compile(r"Stop (\d+): (.*)")
LINUX = "Linux' own"  # the chapter about a machine that has to be fetched first
ROW = re.compile(r"\[(\d+): (.*)\]\(#.*\)")


@dataclass
class Lesson:
    """One lesson; or another chapter, or the page of an exercise, which have no stops."""

    title: str
    sections: Dict[int, Section] = field(default_factory=dict)  # by stop; 0 is the introduction

    @property
    def commands(self) -> List[Command]:
        """What is typed in it, in the order in which it is. Raises ValueError, naming the line."""
        return [each for section in self.sections.values() for each in section.commands]

    @property
    def figures(self) -> List[Figure]:
        """The pictures in it. Raises ValueError, naming the line."""
        return [each for section in self.sections.values() for each in section.figures]


@dataclass(frozen=True)
class Row:
    """What the table at the top says of a lesson."""

    title: str
    teaches: str = ""  # what one learns
    time: str = ""


@dataclass
class Book:
    """A page with lessons."""

    text: str
    chapters: List[Lesson] = field(default_factory=list)  # the lessons, and what stands around them
    lessons: Dict[int, Lesson] = field(default_factory=dict)  # by number

    @property
    def linux(self) -> Lesson:
        """The chapter that make try-linux leads through; an empty one where the page has none."""
        return next((chapter for chapter in self.chapters if chapter.title == LINUX), Lesson(LINUX))

    @property
    def commands(self) -> List[Command]:
        """What is typed in all of it, but for `linux`, which only that task plays."""
        return [each for chapter in self.chapters if chapter.title != LINUX for each in chapter.commands]

    @property
    def figures(self) -> List[Figure]:
        """All pictures."""
        return [each for chapter in self.chapters for each in chapter.figures]

    @property
    def rows(self) -> Dict[int, Row]:
        """What the table in front of the lessons says, by lesson."""
        found = {}
        front = [block for chapter in self.chapters for block in chapter.sections[0].blocks if isinstance(block, Table)]
        for cells in (row for table in front for row in table.rows):
            names = ROW.fullmatch(cells[0])
            if names:
                found[int(names[1])] = Row(names[2], *cells[1:3])
        return found


def read(root: str, page: str) -> Book:
    """The file `page` of the project in `root`. Raises OSError; ValueError, naming the line."""
    with open(os.path.join(root, page), encoding="utf-8-sig") as file:
        return parse(file.read(), page)


def parse(text: str, page: str = "walkthrough.md") -> Book:
    """A book by its text. Raises ValueError, naming `page` and each line, as asking for what it holds does too."""
    book, lines = Book(text), text.split("\n")
    starts: List[Tuple[int, Lesson, int, str]] = []  # of the sections: line, lesson, stop, title
    lesson, number = Lesson(""), None
    wrong: List[str] = []
    for at, depth, title in [(-1, 1, ""), *headings(lines, page)]:
        begins, stops = LESSON.fullmatch(title), STOP.fullmatch(title)
        if depth <= 2:
            lesson, number = Lesson(title), None
            if depth == 2 and begins:
                lesson.title, number = begins[2], int(begins[1])
                if number in book.lessons:
                    wrong.append(
                        f"{page}:{at + 1}: there is a lesson {number} before this one; expected another number."
                    )
                book.lessons[number] = lesson
            book.chapters.append(lesson)
            starts.append((at, lesson, 0, lesson.title))
        elif depth == 3 and stops and number is not None:
            starts.append((at, lesson, int(stops[1]), stops[2]))
    ends = [at for at, *_ in starts[1:]] + [len(lines)]
    for (at, lesson, stop, title), end in zip(starts, ends):
        if stop in lesson.sections:
            wrong.append(f"{page}:{at + 1}: this lesson has a stop {stop} before this one; expected another number.")
        lesson.sections[stop] = Section(stop, title, "\n".join(lines[at + 1 : end]), at + 2, page)
    if wrong:
        raise ValueError("\n".join(wrong))
    return book


def exercise(root: str, page: str) -> Lesson:
    """An exercise by its own page: one section, the same at each of its stops. Raises as read does."""
    text = read(root, page).text
    heading, _, rest = text.partition("\n")
    title = heading.lstrip("# ")
    return Lesson(title, {0: Section(0, title, rest, 2, page)})


def rewrite(text: str, commands: Sequence[Command], outputs: Sequence[Sequence[str]]) -> str:
    """`text` with the output of each of its commands replaced by the one given."""
    lines = text.split("\n")
    for command, output in reversed(list(zip(commands, outputs))):
        lines[command.line : command.line + len(command.output)] = output
    return "\n".join(lines)


def anchor(title: str) -> str:
    """What a heading is linked by: GitHub's way of naming headings."""
    return "#" + re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
