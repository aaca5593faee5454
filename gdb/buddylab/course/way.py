"""The way through the course: walkthrough.md says it at the end of each lesson, behind **Next:**, by its links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, List, Mapping, Optional, Sequence, Tuple

from buddylab.course import book

NEXT = re.compile(r"^\*\*Next:\*\* (.*?)(?=\n\n|\s*\Z)", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"\((?:lab/exercises/(\d\d)-[\w-]+/README\.md|#lesson-(\d+)-[\w-]*)\)")
LESSON = re.compile(r"(\[lesson \d+\]\(#lesson-(\d+)-[\w-]*\))")
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


def only(page: str, exercises: Mapping[int, Tuple[str, str]]) -> str:
    """The text of the page for a copy that has only these exercises: their folders and titles, by their numbers."""

    def again(found: "re.Match[str]") -> str:
        numbers = [int(exercise) for exercise, _ in PLACE.findall(found[1]) if exercise]
        there = [number for number in numbers if number in exercises]
        lessons = [f"{link}: `lab lesson {int(number):02}`." for link, number in LESSON.findall(found[1])]
        if there == numbers:
            return found[0]
        if not there:
            return "\n".join(["**Next:** " + " ".join(lessons)] if lessons else [])
        programs = "a program with a bug" if len(there) == 1 else f"{len(there)} programs with one bug each"
        links = [f"[exercise {n}](lab/exercises/{exercises[n][0]}/README.md), *{exercises[n][1]}*" for n in there]
        first = f"EXERCISE={there[0]:02}`"
        start = f"For {'it' if len(there) == 1 else 'the first'}, `quit`, and type `make debug {first};"
        start += f" `make grade {first} says whether you have found the bug."
        then = [f"Then {' '.join(lessons)}"] if lessons else []
        return "\n".join([f"**Next:** {programs}:", *_row(links), start, *then])

    return NEXT.sub(again, page)


def _row(links: Sequence[str]) -> List[str]:
    """Links in a list, one a line."""
    ends = [","] * (len(links) - 2) + [", and"] * (len(links) > 1) + ["."]
    return [f"{link}{end}" for link, end in zip(links, ends)]


def _title(root: Path, exercise: int) -> str:
    (page,) = root.glob(f"lab/exercises/{exercise:02}-*/README.md")
    return book.exercise(str(root), str(page.relative_to(root))).title.partition(": ")[2]
