"""A mistake of whoever writes a lesson or an exercise: file, line, what is wrong, what was expected, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List

PLACED = re.compile(r"([^\s:]+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake, as compilers write theirs."""

    file: str  # from the project's root
    line: int
    what: str  # a sentence

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def placed(said: str, file: str, line: int = 1) -> List[Mistake]:
    """The mistakes that `said` tells, one a line; where it names no place, that of `file`."""
    found = []
    for each in said.splitlines():
        parts = PLACED.fullmatch(each)
        found.append(Mistake(parts[1], int(parts[2]), parts[3]) if parts else Mistake(file, line, each))
    return found


def line_of(text: str, words: str) -> int:
    """The first line of a file's text in which these words stand; 1 where none has them."""
    return next((at for at, line in enumerate(text.split("\n"), 1) if words in line), 1)
