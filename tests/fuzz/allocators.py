"""The kernel's allocators and its list on this computer, with the sanitizers: the programs that `make test` runs."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

HOST = Path(__file__).resolve().parents[2] / "build" / "host"
PROGRAMS = {  # how many random calls each makes in a round
    "test_buddy_heap_random": 10_000,
    "test_linked_list_random": 1_000,
    "test_buddy_tree": 10_000,
}
PATIENCE = 60  # seconds


def allocators(chance: random.Random) -> None:
    """Each program once, with a seed of its own."""
    for program, calls in PROGRAMS.items():
        command = [str(HOST / program), str(chance.randrange(1, 1 << 31)), str(calls)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
