"""Grades a class: python gdb/grade_class.py NN-name... Run by make class, in the project's root.

Writes class.csv, a row a student; for each student a report in Markdown and as Gradescope's JSON; and class.log, for
the lecturer alone. What an earlier run has graded is taken from there. The status tells: 0, everything was graded; 2,
the command line is wrong; 3, something was not graded: a judge, a tool, or we are at fault.

In the environment: SUBMITTED (the folder with what was handed in), SUBMITTED_INTO (the folder for the results), and
what buddylab/grading needs: FAULT, PARTS, CC, CFLAGS, LDFLAGS, GDB, QEMU, BWRAP.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Sequence

from buddylab.columns import of_terminal, tell
from buddylab.course.leaving import leave
from buddylab.few import Few
from buddylab.grading import exercise, report, roster, table, workshop
from buddylab.grading.classwork import Classwork
from buddylab.grading.compiling import Broken
from buddylab.grading.known import Known
from buddylab.grading.outcome import Outcome
from buddylab.grading.results import told, whole
from buddylab.grading.running import plain
from buddylab.spelling import count, filenames, together
from buddylab.whole import write

ROOT = Path(__file__).resolve().parent.parent
MISTYPED, NOT_GRADED = 2, 3
KEPT = "graded"  # the folder of what an earlier run has graded
OURS = ("class.csv", "class.log", "reports", KEPT)
EXPECTED = "a folder or a zip for each student, or files as Canvas or Moodle name them"


def main() -> int:
    """Grades what was handed in; gives the status to leave with."""
    named = workshop.meant(os.environ.get("SUBMITTED", ""))
    into = Path(workshop.meant(os.environ.get("SUBMITTED_INTO", "")) or ROOT / "build" / "class")
    found = roster.Roster([], []) if mistyped(named, into) else roster.read(Path(named))
    if not found.students:
        nobody = f"SUBMISSIONS={named} has nobody's work in it; expected {EXPECTED}."
        tell(mistyped(named, into) or nobody, sys.stderr)
        return MISTYPED
    try:
        begin(into)
        fault = workshop.fault(ROOT)
        if fault:
            raise Broken(fault.rstrip("."))
        exercises = [exercise.load(ROOT / "lab" / "exercises" / name) for name in sys.argv[1:]]
        work = Classwork(ROOT, exercises, workshop.compiler(ROOT), Known(into / KEPT))
    except Broken as broken:
        tell(f"Nothing was graded: {broken}.", sys.stderr)
        return NOT_GRADED
    files = filenames([f"{each.name} {each.number}" for each in found.students])
    rows = [table.Row(each, f"reports/{name}.md") for each, name in zip(found.students, files)]
    graded(work, into, rows)
    write(str(into / "class.log"), log(Path(named), work, rows, found.left_out).encode(errors="backslashreplace"))
    return close(work, into, rows, found.left_out)


def mistyped(named: str, into: Path) -> str:
    """What is wrong with the command line, in a sentence; "" if nothing is."""
    if not named:
        return f"make class needs SUBMISSIONS=FOLDER; expected one that has {EXPECTED}."
    if not Path(named).is_dir():
        return f"SUBMISSIONS={named} is not a folder; expected one that has {EXPECTED}."
    if Path(named).resolve() in [into.resolve(), *into.resolve().parents]:
        return f"OUT={into} lies among the submissions; expected another folder."
    if into.exists() and (not into.is_dir() or strange(into)):
        return f"OUT={into} is not a folder of make class; expected one from an earlier time, or a new one."
    return ""


def strange(into: Path) -> bool:
    """Whether a folder has files that no make class has put there."""
    return any(path.name not in OURS and not path.name.startswith(".buddylab-") for path in into.iterdir())


def begin(into: Path) -> None:
    """Leaves nothing in the folder for the results that could be taken for this time's."""
    shutil.rmtree(into / "reports", ignore_errors=True)
    for name in ("class.csv", "class.log"):
        (into / name).unlink(missing_ok=True)
    for name in ("reports", KEPT):
        (into / name).mkdir(parents=True, exist_ok=True)


def graded(work: Classwork, into: Path, rows: Sequence[table.Row]) -> None:
    """Grades, tells how far it is, and writes the reports, each as soon as it is whole; the table in any case."""
    progress = Progress(len(rows), len(work.exercises))
    table.save(into / "class.csv", work.exercises, rows)
    try:
        for number, name, one in work.graded([row.student for row in rows]):
            row = rows[number]
            row.graded[name] = one
            if len(row.graded) == len(work.exercises):
                row.graded = {each.folder.name: row.graded[each.folder.name] for each in work.exercises}  # in order
                path = into / row.report
                write(str(path), report.page(row.student.name, row.graded).encode(errors="backslashreplace"))
                Outcome([path.with_suffix(".json")], row.student.name).graded(row.results, str(work.compiler), "")
            progress.show(row, len(row.graded) == len(work.exercises))
    finally:
        progress.end()
        table.save(into / "class.csv", work.exercises, rows)


class Progress:
    """How far it is: on a terminal in one line that is written again and again, else a line a student."""

    def __init__(self, students: int, exercises: int) -> None:
        """So many students have so many exercises each."""
        self._students, self._gradings = students, students * exercises
        self._finished = self._done = 0
        self._begun = time.monotonic()
        self._wide = of_terminal(sys.stdout)

    def show(self, row: table.Row, finished: bool) -> None:
        """One more is graded, of this student, of whom that may be all."""
        self._done += 1
        self._finished += finished
        if self._wide:
            left = (time.monotonic() - self._begun) / self._done * (self._gradings - self._done)
            wait = f"{left / 60:.0f} min" if left > 60 else "less than a minute"
            line = f"{self._finished} of {self._students} students, {wait} left"
            print(f"\r{line[: self._wide - 1]:{self._wide - 1}}", end="", flush=True)
        elif finished:
            points = told(row.results) if whole(row.results) else table.NOT_YET
            tell(f"{self._finished} of {self._students}: {plain(row.student.name)}, {points}")

    def end(self) -> None:
        """Leaves the line."""
        if self._wide:
            print(f"\r{'':{self._wide - 1}}\r", end="", flush=True)


def log(folder: Path, work: Classwork, rows: Sequence[table.Row], left_out: Sequence[str]) -> str:
    """What the lecturer alone may want to know."""
    lines = [f"Submissions: {folder.resolve()}", str(work.compiler), *(f"Left out: {plain(name)}" for name in left_out)]
    for each, numbers in work.same():
        lines.append(f"{each}, the same file: {', '.join(plain(rows[number].student.name) for number in numbers)}")
    for row in rows:
        lines += ["", f"== {plain(row.student.name)}: {', '.join(map(plain, row.student.places))}"]
        for name, one in row.graded.items():
            told_all = [f"{name}: {one.untried}"] if one.untried else map(str, one.results)
            lines += ["", *told_all, *one.log]
    return "\n".join(lines) + "\n"


def close(work: Classwork, into: Path, rows: Sequence[table.Row], left_out: Sequence[str]) -> int:
    """Prints what was done, and gives the status."""
    if left_out:
        names = together([plain(str(each)) for each in Few(3).row(left_out)])
        tell(f"Left out, since {'it names' if len(left_out) == 1 else 'they name'} no student: {names}.")
    tell(
        f"{count(len(rows), 'student')}, {count(len(work.exercises), 'exercise')}: {count(work.known.graded, 'file')} "
        f"graded now, {work.known.kept} known from before; equal files are graded once."
    )
    where = shown(into)
    tell(
        f"Wrote {where}/class.csv, a report for each student in {where}/reports/, and {where}/class.log for you alone."
    )
    missing = [row for row in rows if not whole(row.results)]
    if missing:
        tell(f"{count(len(missing), 'student')} could not be graded in all exercises; class.log says why.", sys.stderr)
    return NOT_GRADED if missing else 0


def shown(path: Path) -> str:
    """A path as one types it here."""
    return str(path.relative_to(ROOT) if ROOT in path.parents else path)


if __name__ == "__main__":
    leave(main, "Stopped; what was graded is kept, and the same command goes on from there.")
