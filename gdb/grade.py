"""Grades exercises: python gdb/grade.py NN-name... Run by make grade, in the project's root, with SUBMISSION around it.

Prints each test and the score, writes build/grade.json, and succeeds only if every test passed; then, without
SUBMISSION, it says what comes next.
"""

from __future__ import annotations

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Sequence

from buddylab import columns
from buddylab.course import grade, way
from buddylab.course.leaving import leave
from buddylab.whole import write

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Grades the exercises that were named; gives the status to leave with."""
    submission = Path(os.environ.get("SUBMISSION") or ROOT)
    if not submission.is_dir():
        print(f"SUBMISSION={submission} is no folder; expected the one with the student's files.", file=sys.stderr)
        return 2
    results = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for several in pool.map(lambda exercise: grade.grade(ROOT, submission, exercise), sys.argv[1:]):
            results += several
            for result in several:
                tell(str(result))
    passed = sum(not result.why for result in results)
    write(str(ROOT / "build" / "grade.json"), grade.report(results).encode())
    tell(f"Score: {passed}/{len(results)}")
    if passed < len(results):
        return 1
    if submission == ROOT:
        tell(praise(sys.argv[1:]))
    return 0


def tell(line: str) -> None:
    """Prints a line; on a terminal in as many as it takes there."""
    if sys.stdout.isatty():
        with columns.on_terminal(shutil.get_terminal_size().columns):
            line = columns.fill(line)
    print(line, flush=True)


def praise(solved: Sequence[str]) -> str:
    """What is said to somebody who has solved these exercises."""
    if len(solved) > 1:
        return "Well done: all exercises are solved. Next: a program of your own; walkthrough.md ends with how."
    number = int(solved[0].partition("-")[0])
    following = way.after(ROOT, number)
    return f"Well done: exercise {number} is solved." + (f" Next: {following}" if following else "")


if __name__ == "__main__":
    leave(main, "Stopped; build/grade.json is as it was.")
