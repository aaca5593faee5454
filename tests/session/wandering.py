"""The programs in which a session wanders through places and back, and what is compared of a place: see wander.py."""

from __future__ import annotations

from typing import List

from buddylab.course.player import Session
from session.conftest import IMAGE, ROOT

LESSONS = [path.name[:2] for path in sorted((ROOT / "lab").glob("[0-9][0-9]-*"))]
EXERCISES = [path.name[:2] for path in sorted((ROOT / "lab" / "exercises").glob("[0-9][0-9]-*"))]
IMAGES = ("overflow", "rounds", "panic", "trap", "double_free")  # recursions, loops and failures
PROGRAMS = {
    **{f"lesson-{number}": f"make debug LESSON={number}" for number in LESSONS},
    **{f"exercise-{number}": f"make debug EXERCISE={number}" for number in EXERCISES},
    **{name: IMAGE.format(name) for name in IMAGES},
}
ONLY = {"exercise-01": ", ['step', 'next', 'stepi 5']"}  # where a finish would not come back
WANDER = f"python import sys; sys.path.append('{ROOT}/tests/session'); import wander; "


def state(session: Session) -> List[str]:
    """Where the machine stands, as far as that can be told."""
    return session.type(f"{WANDER}print(wander.now())")


def wander(session: Session, program: str, seed: int, count: int) -> List[str]:
    """Wanders until so many places were looked at again; gives what is said."""
    return session.type(f"{WANDER}wander.places({seed}, {count}{ONLY.get(program, '')})")
