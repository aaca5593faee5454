"""Submissions: the exercises with patches, and files that mean harm. `make grade` tries each as an instructor would."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence

from buddylab.course.player import surroundings

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = sorted(path.name for path in (ROOT / "lab" / "exercises").iterdir() if path.is_dir())
HERE = ROOT / "tests" / "exercises"
LIMIT = 600  # seconds that anything may take, on a busy computer


@dataclass
class Graded:
    """What one `make grade` did."""

    status: int
    output: str
    report: Dict
    log: str  # for the lecturer

    @property
    def error(self) -> int:
        """The status of the grader, which make tells."""
        found = re.search(r"Error (\d+)$", self.output, re.MULTILINE)
        return int(found.group(1)) if found else self.status

    def why(self, exercise: str) -> List[str]:
        """What is wrong with each test of an exercise; "" for nothing."""
        return [test["output"] for test in self.report["tests"] if test["name"].startswith(exercise)]


def grade(submission: Path, *arguments: str, root: Path = ROOT) -> Graded:
    """Types make grade SUBMISSION=… RESULT=…"""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "grade.json"
        done = subprocess.run(
            ["make", "grade", f"SUBMISSION={submission}", f"RESULT={report}", *arguments],
            cwd=root, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=LIMIT, encoding="utf-8",
        )  # fmt: skip
        log = report.with_suffix(".log")
        return Graded(
            done.returncode,
            done.stdout,
            json.loads(report.read_text()) if report.exists() else {},
            log.read_text() if log.exists() else "",
        )


def patched(folder: Path, patches: Sequence[Path]) -> Path:
    """A copy of the exercises in `folder`, with the patches applied; each must fit."""
    shutil.copytree(ROOT / "lab" / "exercises", folder / "lab" / "exercises")
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    for patch in patches:
        subprocess.run(["git", "apply", str(patch)], cwd=folder, env=environment, check=True)
    return folder


def source(exercise: str) -> str:
    """The file that a student edits, as it is handed out."""
    (path,) = [path for path in (ROOT / "lab" / "exercises" / exercise).glob("*.c") if path.name != "exercise.c"]
    return path.read_text()


def solution(exercise: str, folder: Path) -> str:
    """The same file, solved."""
    done = patched(folder / exercise, [HERE / "solutions" / f"{exercise}.patch"])
    return (done / "lab" / "exercises" / exercise / f"{exercise[3:]}.c").read_text()


def scores(output: str) -> List[int]:
    """The two numbers of the last line: passed, of how many."""
    found = re.search(r"^Score: (\d+)/(\d+)$", output, re.MULTILINE)
    assert found, output
    return [int(number) for number in found.groups()]
