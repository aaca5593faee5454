"""Random exercises, each question asked: what is called true, how it can be answered, and every reason given."""

from __future__ import annotations

import atexit
import random
from functools import lru_cache
from pathlib import Path

from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ("list", "heap", "merge", "fragmentation", "chain", "damage")  # of the program's plan


def practice(chance: random.Random) -> None:
    """One exercise on one topic."""
    try:
        said = _session().type(f"python quiz.play({chance.randrange(1 << 62)}, 1, ['{chance.choice(TOPICS)}'])")
        assert said[-1].startswith("asked: "), said
    except Exception:
        _session.cache_clear()
        raise


@lru_cache(maxsize=None)
def _session() -> Session:
    """The one for all rounds, since each resets the machine: to start one takes longer than a round."""
    session = Session(ROOT, "make practice SEED=1")
    atexit.register(session.close)
    session.type(f"python import sys; sys.path.append('{ROOT}/tests/session'); import quiz")
    return session
