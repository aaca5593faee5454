"""What every grading needs before it can begin: the tools, and all of an image but the student's file."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from pathlib import Path

from buddylab.grading import compiling
from buddylab.grading.compiling import Compiler


def fault(root: Path) -> str:
    """Why nothing can be graded here, in a sentence; "" if all is there. Builds what is missing, one grading at a time.

    In the environment: FAULT (of the tools), PARTS (the command that builds what is ours).
    """
    if os.environ.get("FAULT"):
        return os.environ["FAULT"]
    (root / "build").mkdir(exist_ok=True)
    with open(root / "build" / "graded-parts.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status = subprocess.run(os.environ["PARTS"], shell=True, cwd=root).returncode
    return f"The exercises' own parts cannot be built (status {status})." if status else ""


def compiler(root: Path) -> Compiler:
    """The compiler of students' files; Broken if there is none. In the environment: CC, CFLAGS, BWRAP."""
    with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
        wrap = os.environ.get("BWRAP", "")
        return compiling.choose(root, os.environ["CC"], os.environ["CFLAGS"], wrap, Path(scratch))


def meant(name: str) -> str:
    """A path that was given to make: $$ stands for $ there, unless it is really called so."""
    once = name.replace("$$", "$")
    return once if not os.path.lexists(name) and os.path.lexists(once) else name
