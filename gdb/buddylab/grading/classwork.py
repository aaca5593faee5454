"""Grades a class: each student's file for each exercise, as many at a time as there are processors."""

from __future__ import annotations

import os
import traceback
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

from buddylab.grading import grade, known
from buddylab.grading.compiling import Compiler
from buddylab.grading.exercise import Exercise
from buddylab.grading.known import Known
from buddylab.grading.results import NOT_GRADED, Graded
from buddylab.grading.roster import Student
from buddylab.grading.running import plain
from buddylab.grading.submission import Refused


@dataclass(frozen=True)
class Classwork:
    """What is graded, and with what."""

    root: Path
    exercises: Sequence[Exercise]
    compiler: Compiler
    known: Known
    _who: Dict[Tuple[str, bytes], List[int]] = field(default_factory=dict)  # the students by exercise and file

    def graded(self, students: Sequence[Student]) -> Iterator[Tuple[int, str, Graded]]:
        """Which student, which exercise, and what became of it; as soon as it is known, nearly in their order."""
        stamps = {each.folder.name: known.stamp(self.root, each, self.compiler) for each in self.exercises}
        pool = ThreadPoolExecutor(processors())
        try:
            jobs: Dict["Future[Graded]", Tuple[int, str]] = {}
            for number, student in enumerate(students):
                for each in self.exercises:
                    job = pool.submit(self._one, number, student, each, stamps[each.folder.name])
                    jobs[job] = number, each.folder.name
            for job in as_completed(jobs):
                yield (*jobs[job], job.result())
        finally:
            pool.shutdown(cancel_futures=True)  # those that are at work come to their end, and are kept

    def same(self) -> Iterator[Tuple[str, List[int]]]:
        """Which students handed in the same file, exercise by exercise."""
        for (exercise, _), numbers in sorted(self._who.items(), key=lambda each: (each[0][0], min(each[1]))):
            if len(numbers) > 1:
                yield exercise, sorted(numbers)

    def _one(self, number: int, student: Student, exercise: Exercise, stamp: str) -> Graded:
        try:
            source = student.take(exercise.folder.name, exercise.file)
        except Refused as fault:
            return replace(self._judged(exercise, fault), taken=False)
        self._who.setdefault((exercise.folder.name, source), []).append(number)
        try:
            return self.known.ask(stamp, source, lambda: self._judged(exercise, source))
        except Exception as crash:  # of ours, with this file: the others are graded
            why = plain(f"the grader failed ({type(crash).__name__}: {crash}); please report it")
            return Graded(exercise.results(NOT_GRADED, why), traceback.format_exc().splitlines())

    def _judged(self, exercise: Exercise, source: "bytes | Refused") -> Graded:
        def take() -> bytes:
            if isinstance(source, Refused):
                raise source
            return source

        return grade.judged(self.root, take, exercise, self.compiler)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
