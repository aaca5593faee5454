"""Whether what a judge varies can be varied: a variable with a place of its own, which no compiler takes as given."""

from __future__ import annotations

import re
from typing import Iterable, Optional

from buddylab.grading.objects import Object

CONSTANT = (".rodata", ".srodata")  # sections


def fault(found: Object, names: Iterable[str], source: str) -> Optional[str]:
    """What is wrong with these names in exercise.c, as an object and as text; what it does not have GDB will tell."""
    for name in names:
        variable = re.sub(r"\W.*", "", name, flags=re.DOTALL)
        for symbol in found.symbols:
            if symbol.name == variable and 0 < symbol.section <= len(found.sections):
                if found.sections[symbol.section - 1].startswith(CONSTANT):
                    declared = re.compile(rf"\bconst\b.*\b{variable}\b")
                    lines = source.split("\n")
                    line = next((at for at, text in enumerate(lines, 1) if declared.search(text)), 1)
                    return (
                        f"exercise.c:{line}: {variable} is const, and vary() gives it other values; expected no const"
                    )
    return None
