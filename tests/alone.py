"""Tests run beside each other; what only one of them may do at a time, because it lands in build/, waits here."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Until nobody else writes `path`, and then keeps others from it; a lock beside it, so that it ends with us."""
    path.parent.mkdir(exist_ok=True)
    with open(f"{path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
