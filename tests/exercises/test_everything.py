"""make check of everything, with one mistake planted in a lesson and one in an exercise: no others are told.

So this is where the course itself is tried: transcripts, figures, hints, what the tutor says, how exercises are graded.
"""

import shutil

from exercises.instructions import make, whole
from exercises.planted import EDITED, LESSON, PAGE, check
from exercises.submissions import ROOT

PLANTED = [
    (LESSON, 'CHECK("head", &words[1]', 'CHECK("head", &words[0]'),
    (EDITED, "nodes++;", "nodez++;"),
]
TOLD = [
    (LESSON, "CHECK(", "the machine stops here: head: expected 0x"),
    (PAGE, "(gdb) continue", "continue prints '    21      CHECK("),
    (EDITED, "nodez", "it does not compile: 'nodez' undeclared"),
]


def test_everything_is_checked_where_nothing_is_named(followed):
    shutil.copytree(ROOT / "gdb", followed / "gdb", dirs_exist_ok=True)  # lab/README.md changes it too
    whole(followed)
    check(followed, "", PLANTED, TOLD)


def test_what_is_mistyped_is_told_before_anything_is_done():
    assert "There is no exercise 77; expected one of these" in make(ROOT, "check", "EXERCISE=77").stdout
    assert "expected make check LESSON=8 or make check EXERCISE=8" in make(ROOT, "check", "8").stdout
