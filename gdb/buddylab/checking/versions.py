"""Where the pages were printed, and what other versions of the tools print differently.

On the reference versions transcripts are compared to the byte. On others the substitutions below are applied to both
sides first; each is named after what it hides.
"""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from typing import List

SUBSTITUTIONS = {
    "addresses of code and constants": (r"\b0x0*8000[0-9a-f]{4}\b", "0xCODE"),
    "code of a program that does not run yet": (r"\bat 0x1[0-9a-f]{3}:", "at 0xCODE:"),
    "addresses of programs for this computer": (r"\b0x0*555[0-9a-f]{9}\b", "0xDATA"),
    "where the system keeps its libraries": (r'"(/usr)?/lib/', '"/lib/'),
    "where GDB breaks long lines": (r"\s+", ""),
}


def _first_line(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.splitlines()[0]


@lru_cache(maxsize=None)
def are_reference(gdb: str, compiler: str) -> bool:
    """Whether GDB and the compiler are those of Debian 12, on which the pages were printed."""
    return " 13.1" in _first_line(gdb, "-nx", "--version") and "12.2.0" in _first_line(compiler, "--version")


def substitute(lines: List[str]) -> List[str]:
    """The lines without what differs between versions."""
    text = "\n".join(lines)
    for pattern, replacement in SUBSTITUTIONS.values():
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return [text]


def comparable(lines: List[str], exact: bool) -> List[str]:
    """What is to be compared of the lines: all of them, or what is the same on all versions."""
    return lines if exact else substitute(lines)
