"""Random commands in a program, taken back and done again: each place must be what it was, to the byte."""

from __future__ import annotations

import random

from buddylab.course.player import Session
from session.wandering import PROGRAMS, ROOT, wander

PLACES = (1, 2, 3, 6)  # of a round; to start a machine of its own takes as long as ten of them
PATIENCE = 600  # seconds for all places: GDB's own until steps through a recursion down to the end of the stack


def back(chance: random.Random) -> None:
    """One lesson, exercise or program that fails, some places."""
    program = chance.choice(sorted(PROGRAMS))
    session = Session(ROOT, PROGRAMS[program], patience=PATIENCE)
    try:
        count = chance.choice(PLACES)
        said = wander(session, program, chance.randrange(1 << 31), count)
        assert said[-1:] == [f"{count} places are the same"], said
    finally:
        session.close()
