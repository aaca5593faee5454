"""Grades exercises: python gdb/grade.py NN-name... Run by make grade, in the project's root, with SUBMISSION around it.

Prints each test and the score, writes build/grade.json, and succeeds only if every test passed.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from buddylab.course import grade
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
                print(result, flush=True)
    passed = sum(not result.why for result in results)
    write(str(ROOT / "build" / "grade.json"), grade.report(results).encode())
    print(f"Score: {passed}/{len(results)}", flush=True)
    return 0 if passed == len(results) else 1


if __name__ == "__main__":
    leave(main, "Stopped; build/grade.json is as it was.")
