"""What a student gets to read: a page of Markdown with every test, its points, and what is wrong."""

from __future__ import annotations

import re
from typing import List, Mapping

from buddylab.grading.results import NOT_GRADED, PASSED, Graded, Result, told, whole
from buddylab.grading.running import plain


def page(name: str, graded: Mapping[str, Graded]) -> str:
    """The page of a student: exercise by exercise, by name."""
    every = [result for each in graded.values() for result in each.results]
    said = f"{told(every, ' of ')} points" if whole(every) else "Not graded yet: see below."
    lines = [f"# {literally(name)}", "", said, ""]
    for exercise, each in graded.items():
        lines += [*_exercise(exercise, each), ""]
    return "\n".join(lines)


def _exercise(name: str, graded: Graded) -> List[str]:
    results = graded.results
    if not whole(results):
        why = next(result.why for result in results if result.status == NOT_GRADED)
        return [f"## {name}: not graded", "", f"{_sentence(why)} No points are lost."]
    lines = [f"## {name}: {told(results, ' of ')}", ""]
    if graded.untried:
        return [*lines, _sentence(graded.untried)]
    lines += [_line(result) for result in results if not result.hidden]
    hidden = [result for result in results if result.hidden]
    return [*lines, "", f"Hidden tests: {told(hidden, ' of ')}"] if hidden else lines


def _line(result: Result) -> str:
    name = literally(result.name.partition(": ")[2])
    worth = f" ({result.points} points)" if result.points != 1 else ""
    return f"- [x] {name}{worth}" if result.status == PASSED else f"- [ ] {name}{worth}: {literally(result.why)}"


def _sentence(clause: str) -> str:
    return f"{literally(clause[:1].upper() + clause[1:])}."


def literally(text: str) -> str:
    """A text in one line, in which nothing is a sign of Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&$])", r"\\\1", plain(text))
