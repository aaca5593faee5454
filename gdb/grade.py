"""Grades exercises: python gdb/grade.py NN-name... Run by make grade, in the project's root.

Prints each test and the score, and writes the result; then, of the tree itself, says what comes next. The status tells:
0, all passed; 1, something failed; 2, the command line is wrong; 3, not graded: a judge, or we, are at fault.

In the environment: GRADED (the submission), GRADED_INTO (the result file), and what buddylab/grading needs: FAULT,
PARTS, CC, CFLAGS, LDFLAGS, GDB, QEMU, BWRAP.
"""

from __future__ import annotations

import os
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, Sequence

from buddylab.columns import tell
from buddylab.course import way
from buddylab.course.leaving import leave
from buddylab.grading import exercise, grade, outcome, submission, workshop
from buddylab.grading.compiling import Broken
from buddylab.grading.outcome import Outcome
from buddylab.grading.results import PASSED, Result, told, whole
from buddylab.grading.running import plain
from buddylab.spelling import together

ROOT = Path(__file__).resolve().parent.parent
FAILED, MISTYPED, NOT_GRADED = 1, 2, 3


def main() -> int:
    """Grades the exercises that were named; gives the status to leave with."""
    named, into = workshop.meant(os.environ.get("GRADED", "")), os.environ.get("GRADED_INTO", "")
    place = outcome.places(ROOT, named, into)
    try:
        place.not_graded(outcome.UNFINISHED)
    except OSError as error:
        tell(f"{place.results[0]} cannot be written ({error.strerror}); expected a file for the result.", sys.stderr)
        return MISTYPED
    handed_in = Path(named or ROOT)
    try:
        if not handed_in.is_dir() and not submission.is_packed(handed_in):
            why = f"SUBMISSION={named} is not a folder; expected the folder with the student's files, or a zip"
            return end(place, MISTYPED, f"{why}.", "not graded: there is no such submission")
        fault = workshop.fault(ROOT)
        if fault:
            return end(place, NOT_GRADED, fault, "not graded: a tool of the grader's is missing, or fails")
        return judged(place, handed_in, not named)
    except BrokenPipeError:
        raise  # nobody reads on
    except Exception as crash:
        said = str(crash) if isinstance(crash, Broken) else f"{type(crash).__name__}: {crash}"
        why = f"not graded: the grader failed ({plain(said.replace(f'{ROOT}/', ''))}); please report it"
        return end(place, NOT_GRADED, f"{why[0].upper()}{why[1:]}. {place.log} has more.", why, traceback.format_exc())


def judged(place: Outcome, handed_in: Path, own: bool) -> int:
    """Grades, prints and writes; gives the status."""
    compiler = workshop.compiler(ROOT)
    chosen = [exercise.load(ROOT / "lab" / "exercises" / name) for name in sys.argv[1:]]
    results: List[Result] = []
    log = [f"Submission: {handed_in.resolve()}", str(compiler)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for graded in pool.map(lambda each: grade.grade(ROOT, handed_in, each, compiler), chosen):
            results += graded.results
            for result in graded.results:
                log += ["", str(result)] if result is graded.results[0] else [str(result)]
                tell(str(result))
            log += graded.log
            if own and graded.printed:
                tell(f"The last line that it printed: {graded.printed}")
    place.graded(results, str(compiler), "\n".join(log) + "\n")
    if not own:
        tell(f"{compiler} Wrote {shown(place.results[0])}, and {shown(place.log)} for you alone.")
    return close(results, own)


def close(results: List[Result], own: bool) -> int:
    """Prints the last line, and gives the status."""
    if not whole(results):
        tell("Not graded: a judge is at fault, and no points are lost.")
        return NOT_GRADED
    tell(f"Score: {told(results)}")
    if {result.status for result in results} != {PASSED}:
        return FAILED
    if own:
        tell(praise(sys.argv[1:]))
    return 0


def end(place: Outcome, status: int, told: str, why: str, log: str = "") -> int:
    """Says why there is no grade, here and in the result."""
    place.not_graded(why, log)
    tell(told, sys.stderr)
    return status


def shown(path: Path) -> str:
    """A path as one types it here."""
    return str(path.relative_to(ROOT) if ROOT in path.parents else path)


def praise(solved: Sequence[str]) -> str:
    """What is said to somebody who has solved these exercises."""
    if len(solved) > 1 and len(solved) == len(list(ROOT.glob("lab/exercises/[0-9][0-9]-*"))):
        return "Well done: all exercises are solved. Next: a program of your own; the end of walkthrough.md shows how."
    numbers = [int(name.partition("-")[0]) for name in solved]
    if len(numbers) > 1:
        return f"Well done: exercises {together(list(map(str, numbers)))} are solved."
    following = way.after(ROOT, numbers[0])
    return f"Well done: exercise {numbers[0]} is solved." + (f" Next: {following}" if following else "")


if __name__ == "__main__":
    leave(main, "Stopped; nothing was graded.")
