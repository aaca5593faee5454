"""What became of a test, and of an exercise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Sequence

PASSED, FAILED, NOT_GRADED = "passed", "failed", "not graded"


@dataclass(frozen=True)
class Result:
    """What became of one test."""

    name: str
    status: str
    why: str = ""  # what is wrong, if it did not pass
    points: int = 1  # that it is worth
    hidden: bool = False  # whether students see nothing of it

    @property
    def score(self) -> int:
        """The points that it brings."""
        return self.points if self.status == PASSED else 0

    def __str__(self) -> str:
        more = ["hidden"] * self.hidden + [f"{self.points} points"] * (self.points != 1)
        name = f"{self.name} ({', '.join(more)})" if more else self.name
        said = {PASSED: "OK", FAILED: f"FAIL ({self.why})", NOT_GRADED: f"NOT GRADED ({self.why})"}
        return f"== Test {name}: {said[self.status]} =="


@dataclass
class Graded:
    """What became of an exercise."""

    results: List[Result]
    log: List[str] = field(default_factory=list)  # for the lecturer: what was printed, where something went wrong
    printed: str = ""  # the last line that the program printed, if it did not come to its end
    taken: bool = True  # whether there was a file to grade

    @property
    def untried(self) -> str:
        """Why nothing was tried, which is then wrong with all tests; "" if it was."""
        whys = {each.why for each in self.results if each.status != PASSED}
        return whys.pop() if len(whys) == 1 and len(self.results) > 1 and not score(self.results) else ""


def whole(results: Sequence[Result]) -> bool:
    """Whether all of them were graded."""
    return all(each.status != NOT_GRADED for each in results)


def score(results: Sequence[Result]) -> int:
    """The points that they bring."""
    return sum(each.score for each in results)


def most(results: Sequence[Result]) -> int:
    """The points that they could bring."""
    return sum(each.points for each in results)


def told(results: Sequence[Result], of: str = "/") -> str:
    """Both."""
    return f"{score(results)}{of}{most(results)}"
