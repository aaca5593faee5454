"""The tour: the walkthrough played before somebody's eyes, a line a stop, one stop in full, and every figure drawn."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import Callable, Dict, Iterable, Iterator, List, Sequence, Tuple

from buddylab import columns
from buddylab.course.book import Book
from buddylab.course.player import Played
from buddylab.course.section import Section

SAMPLE = (1, 6)  # the lesson and the stop that are shown in full
HANG = 5  # columns in front of a title
ENDING = """
The tour is over: {} figures are drawn. To see them all,
open build/diagrams/index.html with a web browser. Next:
  make debug LESSON=00    the first lesson, in this terminal
  make site               the lessons as pages"""


def told(book: Book, steps: Iterable[Played]) -> Iterator[str]:
    """The lines to print while `steps`, all that `book` has one type, are played; each as soon as it is known."""
    places = _places(book)
    lesson = book.lessons.get(SAMPLE[0])
    sample = lesson.sections.get(SAMPLE[1]) if lesson else None
    heading = ""
    drawn: List[Played] = []
    for step in steps:
        name, section = places[step.command.line]
        if step.figure is not None:
            drawn.append(step)
        if step.command is section.commands[-1] and (section.stop or drawn):
            if name != heading:
                heading = name
                yield f"\n{columns.fill(name)}"
            yield _line(section, [each.command.figure or "" for each in drawn])
            if section is sample and drawn:
                yield from _sample(drawn[-1])
            drawn = []


def everything(steps: Iterable[Played]) -> Iterator[str]:
    """The lines of make tour V=1: all that is typed, and all that appears."""
    for step in steps:
        yield step.command.prompt + step.command.text
        yield from step.output
        if step.command.figure is not None:
            yield f"-- drawn: build/{step.command.figure}"


def _places(book: Book) -> Dict[int, Tuple[str, Section]]:
    """What the chapter of each command is called, and its section, by the command's line."""
    found: Dict[int, Tuple[str, Section]] = {}
    numbers = {id(lesson): number for number, lesson in book.lessons.items()}
    for chapter in book.chapters:
        number = numbers.get(id(chapter))
        name = chapter.title if number is None else f"Lesson {number}: {chapter.title}"
        for section in chapter.sections.values():
            found.update({command.line: (name, section) for command in section.commands})
    return found


def _line(section: Section, files: Sequence[str]) -> str:
    """A stop, what is seen there, and the file of its last figure; the page at the end has all of them."""
    said = f"{section.stop:3}  {section.title}" if section.stop else "     its figures"
    if not files:
        return columns.filled(said, HANG)
    file = f"build/{files[-1]}" + (f" and {len(files) - 1} more" if len(files) > 1 else "")
    room = columns.width() - len(said)
    if len(file) + 2 <= room:
        return f"{said}{file:>{room}}"
    return f"{columns.filled(said, HANG)}\n{columns.filled(file, HANG):>{columns.width()}}"


def _sample(step: Played) -> Iterator[str]:
    """One command with what appeared."""
    yield f"\n{step.command.prompt}{step.command.text}"
    yield from step.output
    yield ""


@contextmanager
def screen(total: int) -> Iterator[Callable[[str, int], None]]:
    """Yields what prints a line when so many of `total` commands are done; on a terminal a bar stands below it."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in (None, "dumb"):
        yield lambda line, done: print(line, flush=True)
        return
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn("Playing the lessons"), BarColumn(), TextColumn("{task.percentage:3.0f}%"), transient=True
    ) as bar:
        task = bar.add_task("", total=total)

        def show(line: str, done: int) -> None:
            bar.update(task, completed=done)
            bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

        yield show
