"""An exercise and its judge."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import List, Optional, Sequence

from buddylab.grading import judges
from buddylab.grading.blame import Misjudged
from buddylab.grading.results import Result

WHOLE = "runs to its end, through all its stops"


@dataclass(frozen=True)
class Exercise:
    """An exercise and its judge, or what is wrong with that."""

    folder: Path
    judge: Optional[judges.Judge]
    fault: str = ""
    trace: str = ""
    varied: Sequence[str] = ()  # the variables to which the judge gives other values

    @property
    def file(self) -> str:
        """The name of the one file that a student edits; an editor may leave others beside it."""
        return f"{self.folder.name.partition('-')[2]}.c"

    def results(self, status: str, why: str = "") -> List[Result]:
        """What became of its tests and, last, of the run, if it was the same for all."""
        tests = self.judge.tests if self.judge else ()
        results = [Result(each.test.name, status, why, each.test.points, each.hidden) for each in tests]
        return [
            replace(each, name=f"{self.folder.name}: {each.name}") for each in (*results, Result(WHOLE, status, why))
        ]


def load(folder: Path) -> Exercise:
    """The exercise in a folder. Its judge runs, with an end to its time: so in the main thread only."""
    try:
        judge = judges.load(folder / "judge.py")
        return Exercise(folder, judge, varied=list(judges.vary(judge, Random(0))))
    except Misjudged as fault:
        return Exercise(folder, None, str(fault), traceback.format_exc())
