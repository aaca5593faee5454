"""Which tools are at hand, for tests that nobody runs through make: as gdb/tools.sh chooses."""

from __future__ import annotations

import os
import re
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Dict

CHOICE = Path(__file__).resolve().parents[1] / "gdb" / "tools.sh"


def tool(name: str) -> str:
    """GDB, QEMU or TOOLPREFIX: what make has handed down, else the choice."""
    return os.environ.get(name) or _choice()[name]


@lru_cache(maxsize=None)
def _choice() -> Dict[str, str]:
    told = subprocess.run(["sh", CHOICE], stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    return dict(re.findall(r"^(\w+) := (.*)$", told, re.MULTILINE))
