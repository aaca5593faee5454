"""The way through the course: walkthrough.md says it at the end of each lesson, behind **Next:**, by its links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, Optional, Tuple

from buddylab.course import book

NEXT = re.compile(r"^\*\*Next:\*\* (.*?)(?=\n\n|\s*\Z)", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"\((?:lab/exercises/(\d\d)-[\w-]+/README\.md|#lesson-(\d+)-[\w-]*)\)")
Place = Tuple[str, int]  # "EXERCISE" or "LESSON", as make calls it, and which


def places(walkthrough: book.Book) -> Iterator[Tuple[int, Place]]:
    """Behind which lesson the page leads where, in its order."""
    for number, lesson in walkthrough.lessons.items():
        for block in NEXT.findall(lesson.sections[max(lesson.sections)].source):
            for exercise, other in PLACE.findall(block):
                yield number, ("EXERCISE", int(exercise)) if exercise else ("LESSON", int(other))


def after(root: Path, exercise: int) -> Optional[str]:
    """What comes next once an exercise is solved, and how to start it; None where the page does not say."""
    walkthrough = book.read(str(root), "walkthrough.md")
    way = [place for _, place in places(walkthrough)]
    found = ("EXERCISE", exercise) in way and way[way.index(("EXERCISE", exercise)) + 1 :]
    if not found:
        return None
    kind, number = found[0]
    title = walkthrough.lessons[number].title if kind == "LESSON" else _title(root, number)
    return f"{kind.lower()} {number}, {title}: make debug {kind}={number:02}"


def _title(root: Path, exercise: int) -> str:
    (page,) = root.glob(f"lab/exercises/{exercise:02}-*/README.md")
    return book.exercise(str(root), str(page.relative_to(root))).title.partition(": ")[2]
