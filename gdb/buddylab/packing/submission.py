"""What a student hands in: a zip with the one file of each exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from buddylab.grading.submission import LARGEST
from buddylab.packing.tree import File, Tree, Unpackable


def submission(root: Path, chosen: Sequence[str]) -> Tree:
    """The files of these exercises, each in a folder that is called as the exercise."""
    found: Tree = {}
    for name in chosen:
        place = f"lab/exercises/{name}/{name[3:]}.c"
        try:
            data = (root / place).read_bytes()
        except OSError as fault:
            raise Unpackable(f"{place} cannot be read ({fault.strerror}); expected the file that you edit.")
        if len(data) > LARGEST:
            raise Unpackable(f"{place} is too large; expected at most {LARGEST} bytes.")
        found[f"{name}/{name[3:]}.c"] = File(data)
    return found
