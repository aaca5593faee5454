"""Where a grading writes what became of it: a result for the student, a report beside it for the lecturer.

The result is written first of all, as "not graded", and replaced in one step at the end.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Sequence

from buddylab.grading.results import NOT_GRADED, Result, score, told, whole
from buddylab.whole import write

UNFINISHED = "not graded: the grading has not come to its end"


@dataclass(frozen=True)
class Outcome:
    """The files of one grading."""

    results: List[Path]
    submission: str  # as it was typed; "" for the tree itself

    @property
    def log(self) -> Path:
        """The lecturer's report."""
        path = self.results[0]
        return path.with_suffix(".log") if path.suffix == ".json" else path.with_name(f"{path.name}.log")

    def write(self, said: Dict[str, Any], log: str = "") -> None:
        """Replaces the results, and the report if there is anything in it."""
        for path in self.results:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(str(path), (json.dumps(said, indent=2) + "\n").encode())
        if log:
            write(str(self.log), log.encode(errors="backslashreplace"))

    def not_graded(self, why: str, log: str = "") -> None:
        """Writes that there is no grade."""
        self.write(self._whole(NOT_GRADED, why, ""), log)

    def graded(self, results: Sequence[Result], compiled: str, log: str) -> None:
        """Writes the grade, as Gradescope reads it in results.json; no points at all if a test was not graded."""
        if whole(results):
            seen = [result for result in results if not result.hidden]
            points = f"Score: {told(seen)}{', without hidden tests' if len(seen) < len(results) else ''}"
            said = {"score": score(results), **self._whole("graded", points, compiled)}
        else:
            why = next(result.why for result in results if result.status == NOT_GRADED)
            said = self._whole(NOT_GRADED, f"not graded: {why}", compiled)
        tests = [_test(result, whole(results)) for result in results]
        self.write({**said, "tests": tests}, log)

    def _whole(self, status: str, said: str, compiled: str) -> Dict[str, Any]:
        about = {"status": status, "submission": self.submission, "compiled": compiled}
        return {"output": said, "visibility": "visible", "extra_data": about}


def places(root: Path, submission: str, result: str) -> Outcome:
    """Where a grading of this submission, "" for the tree itself, writes; `result` is the file asked for, or ""."""
    usual = root / "build" / "grade.json"
    if result:
        return Outcome([Path(result)], submission)
    return Outcome(
        [root / "build" / "grades" / f"{slug(submission)}.json", usual] if submission else [usual], submission
    )


def slug(submission: str) -> str:
    """A name for a submission: what its folder is called, and what no other has."""
    path = Path(submission).resolve()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.name).strip("-.")[:40] or "submission"
    return f"{name}-{hashlib.sha256(str(path).encode(errors='surrogateescape')).hexdigest()[:8]}"


def _test(result: Result, with_points: bool) -> Dict[str, Any]:
    visibility = "hidden" if result.hidden else "visible"
    said: Dict[str, Any] = {"name": result.name, "output": result.why, "visibility": visibility}
    if result.status != NOT_GRADED:
        said["status"] = result.status
    if with_points:
        said.update(score=result.score, max_score=result.points)
    return said
