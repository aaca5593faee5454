"""One exercise: how its questions were answered, and how hard the next one is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Optional

from buddylab.practice.choosing import LEVELS
from buddylab.practice.question import Question

FIRST = 2  # the level of the first question
HARDER = 3  # right answers on one level, without a mistake in between


@dataclass
class Round:
    """Its questions by their turns, from 1 on."""

    level: int = FIRST
    asked: Dict[int, Question] = field(default_factory=dict)
    right: Dict[int, bool] = field(default_factory=dict)  # of those that are decided
    _row: int = 0  # right ones since the last mistake, or since the level was reached

    def decide(self, turn: int, right: bool) -> Optional[int]:
        """Notes whether a question was answered right, once; gives the new level if that changes it."""
        if turn in self.right:
            return None
        self.right[turn] = right
        self._row = self._row + 1 if right else 0
        before = self.level
        if not right:
            self.level = max(1, self.level - 1)
        elif self._row == HARDER:
            self.level, self._row = min(LEVELS, self.level + 1), 0
        return self.level if self.level != before else None

    @property
    def score(self) -> int:
        """How many were answered right."""
        return sum(self.right.values())
