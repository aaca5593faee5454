"""Random exercises, each question asked: what is called true, how it can be answered, and every reason given."""

from __future__ import annotations

import random
from pathlib import Path

from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ("list", "heap", "merge", "fragmentation", "chain", "damage")  # of the program's plan


def practice(chance: random.Random) -> None:
    """One exercise on one topic."""
    session = Session(ROOT, "make practice SEED=1")
    try:
        session.type(f"python import sys; sys.path.append('{ROOT}/tests/session'); import quiz")
        said = session.type(f"python quiz.play({chance.randrange(1 << 62)}, 1, ['{chance.choice(TOPICS)}'])")
        assert said[-1].startswith("asked: "), said
    finally:
        session.close()
