"""Runs a tool with an end to its time, its memory and its output."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional, Sequence, Tuple

READ = 1 << 20  # bytes of what a tool said
LONGEST = 300  # characters of what is told of it
# CPU seconds, KiB of memory where the system can limit it, blocks of 512 bytes of any file: 16 MiB.
LIMITED = 'ulimit -t "$0"; [ "$1" = 0 ] || ulimit -v "$1" 2>/dev/null; ulimit -f 32768; shift; exec "$@"'


@dataclass(frozen=True)
class Limits:
    """What a tool gets."""

    wall: float  # seconds
    cpu: int  # seconds
    memory: int = 0  # KiB; 0 for no limit: QEMU maps more than it uses


def run(command: Sequence[str], at: Path, env: Mapping[str, str], limits: Limits) -> Tuple[Optional[int], str]:
    """Status and output of a tool, run in the folder `at`; no status if it had to be ended, with its children."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            ["sh", "-c", LIMITED, str(limits.cpu), str(limits.memory), *command],
            cwd=at,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status: Optional[int] = None
        try:
            status = process.wait(limits.wall)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        return status, output.read(READ).decode(errors="replace")


def last(said: str) -> str:
    """The last line that says something."""
    lines = [line for line in said.splitlines() if line.strip()]
    return plain(lines[-1]) if lines else ""


def plain(text: str) -> str:
    """`text` in a line that is no longer than it must be, with nothing in it that a terminal would obey."""
    shown = "".join(each for each in text if each.isprintable())
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
