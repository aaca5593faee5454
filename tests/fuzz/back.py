"""Random commands in a lesson, taken back and done again: each place must be what it was, to the byte."""

from __future__ import annotations

import random
from pathlib import Path

from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.name[:2] for path in (ROOT / "lab").glob("[0-9][0-9]-*"))
PLACES = (2, 4, 8, 24)  # of a round; a machine of its own takes as long as ten of them


def back(chance: random.Random) -> None:
    """One lesson, some places."""
    session = Session(ROOT, f"make debug LESSON={chance.choice(LESSONS)}")
    try:
        session.type(f"python import sys; sys.path.append('{ROOT}/tests/session'); import wander")
        count = chance.choice(PLACES)
        said = session.type(f"python wander.places({chance.randrange(1 << 31)}, {count})")
        assert said[-1:] == [f"{count} places are the same"], said
    finally:
        session.close()
