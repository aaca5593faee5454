"""The table of a class: a row a student, a column an exercise."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Sequence

from buddylab.grading.exercise import Exercise
from buddylab.grading.results import PASSED, Graded, Result, most, score, whole
from buddylab.grading.roster import Student
from buddylab.whole import write

NOT_YET = "not graded"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes a cell for that begins so


@dataclass
class Row:
    """A student, and what is known by now."""

    student: Student
    report: str  # the file, as one finds it from the table
    graded: Dict[str, Graded] = field(default_factory=dict)

    @property
    def results(self) -> List[Result]:
        """Those of all exercises."""
        return [result for graded in self.graded.values() for result in graded.results]


def save(path: Path, exercises: Sequence[Exercise], rows: Sequence[Row]) -> None:
    """Replaces the table in one step. It begins with a mark, by which spreadsheets know that it is UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["student", "number", *map(_head, exercises), "points", "of", "note", "report"])
    of = sum(most(each.results(PASSED)) for each in exercises)
    for row in rows:
        points = [_points(row.graded.get(each.folder.name)) for each in exercises]
        last = [NOT_YET, ""] if NOT_YET in points else [str(score(row.results)), str(of)]
        note = ["late"] * row.student.late + [f"no {name}" for name, graded in row.graded.items() if not graded.taken]
        about = [", ".join(note), as_text(row.report)]
        table.writerow([as_text(row.student.name), row.student.number, *points, *last, *about])
    write(str(path), text.getvalue().encode("utf-8-sig", errors="backslashreplace"))


def _head(exercise: Exercise) -> str:
    """Of an exercise with a judge that is wrong it is not known how many points it has."""
    name = exercise.folder.name
    return f"{name} (of {most(exercise.results(PASSED))})" if exercise.judge else name


def _points(graded: Optional[Graded]) -> str:
    return str(score(graded.results)) if graded and whole(graded.results) else NOT_YET


def as_text(cell: str) -> str:
    """Text that no spreadsheet takes for a formula: a student may be called =1+1."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
