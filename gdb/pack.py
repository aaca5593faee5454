"""Packs: python gdb/pack.py handout | autograder | submission NN-name... Run by make, in the project's root.

The archives lie in build/. The status tells: 0, it is packed; 1, it is not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import List

from buddylab.columns import tell
from buddylab.course.leaving import leave
from buddylab.few import Few
from buddylab.grading import exercise
from buddylab.grading.results import PASSED, most
from buddylab.packing import autograder, handout, submission, tree
from buddylab.packing.tree import Unpackable
from buddylab.spelling import together

ROOT = Path(__file__).resolve().parent.parent
PACKED = ["Makefile", "gdb", "kernel", "lab", "walkthrough.md"]


def for_students(chosen: List[str]) -> None:
    """build/buddylab-handout.tar.gz: the tree of a student."""
    committed = tree.committed(ROOT)
    points = {name: seen_points(name) for name in chosen}
    tree.tar(handout.handout(committed, points), "buddylab", ROOT / "build" / "buddylab-handout.tar.gz")
    told("build/buddylab-handout.tar.gz", chosen)


def for_gradescope(chosen: List[str]) -> None:
    """build/autograder.zip: what Gradescope takes."""
    tree.zipped(autograder.autograder(tree.committed(ROOT), chosen), ROOT / "build" / "autograder.zip")
    told("build/autograder.zip", chosen)


def to_hand_in(chosen: List[str]) -> None:
    """build/submission.zip: the files that a student has edited."""
    packed = submission.submission(ROOT, chosen)
    tree.zipped(packed, ROOT / "build" / "submission.zip")
    tell(f"Wrote build/submission.zip with {together(list(packed))}. Hand in this file.")


def seen_points(name: str) -> int:
    """The points of an exercise, without those of hidden tests; Unpackable if its judge is wrong."""
    loaded = exercise.load(ROOT / "lab" / "exercises" / name)
    if loaded.judge is None:
        raise Unpackable(f"Nothing was packed: the judge of {name} is at fault, {loaded.fault}.")
    return most([each for each in loaded.results(PASSED) if not each.hidden])


def told(archive: str, chosen: List[str]) -> None:
    """Says what was packed, and what was not, though it is there."""
    tell(f"Wrote {archive} with {'exercise' if len(chosen) == 1 else 'exercises'} {together(chosen)}.")
    changed = tree.changed(ROOT, PACKED)
    if changed:
        names = together([str(each) for each in Few(3).row(changed)])
        tell(f"It has what is committed in git; these changes are not: {names}.", sys.stderr)


def main() -> int:
    """Packs what was asked for; gives the status to leave with."""
    tasks = {"handout": for_students, "autograder": for_gradescope, "submission": to_hand_in}
    if len(sys.argv) < 3 or sys.argv[1] not in tasks:
        print(f"Expected one of these, and exercises: {', '.join(tasks)}.", file=sys.stderr)
        return 1
    (ROOT / "build").mkdir(exist_ok=True)
    try:
        tasks[sys.argv[1]](sys.argv[2:])
    except Unpackable as fault:
        tell(f"{fault}", sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    leave(main, "Stopped; nothing was packed.")
