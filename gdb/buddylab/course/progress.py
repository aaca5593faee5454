"""What a learner has seen so far, in a small text file that one can read and mend: a line for each lesson, and for
each topic that was practised.

    01-intrusive-list: seen 1 2 3 5; predicted 5; hints 2=1 5=3; read 1=9 2=4; at 5
    practice, list: 7 of 10
"""

from __future__ import annotations

import os
import re
from typing import Dict, Set, Tuple

from buddylab.whole import write

HEADING = "# What you have seen, predicted, and asked hints for. `lab forget all` clears it.\n"
PAIRS = r"((?: \d+=\d+)*)"
LINE = rf"([\w./-]+): seen((?: \d+)*); predicted((?: \d+)*); hints{PAIRS}(?:; read{PAIRS}; at (\d+))?"
PRACTICE = r"practice, (\w[\w ]*): (\d+) of (\d+)"


class Seen:
    """One lesson's part; stops by their numbers."""

    def __init__(self) -> None:
        self.stops: Set[int] = set()
        self.predicted: Set[int] = set()  # stops at which a prediction was made
        self.hints: Dict[int, int] = {}  # how many were revealed
        self.read: Dict[int, int] = {}  # how many parts of a stop's section were told
        self.at = 0  # the stop at which the learner stood last, 0 for none


class Score:
    """How many questions of a topic were asked, and how many of them were answered right."""

    def __init__(self, right: int = 0, asked: int = 0) -> None:
        self.right, self.asked = right, asked


class Progress:
    """The file, read once and written at each change."""

    def __init__(self, path: str) -> None:
        """`damaged` then says where the old file lies if it could not be understood, and was set aside."""
        self._path = path
        self._lessons: Dict[str, Seen] = {}
        self._scores: Dict[str, Score] = {}
        self.damaged = ""
        try:
            with open(path, encoding="utf-8") as file:
                self._lessons, self._scores = _parse(file.read())
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            self.damaged = path + ".damaged"
            try:
                os.replace(path, self.damaged)
            except OSError:
                self.damaged = path

    def of(self, lesson: str) -> Seen:
        """What is known of a lesson, to be changed by whoever calls `save` afterwards."""
        return self._lessons.setdefault(lesson, Seen())

    def lesson(self, prefix: str) -> Seen:
        """What is known of the lesson whose name begins so; nothing yet for an unknown one."""
        return next((seen for name, seen in self._lessons.items() if name.startswith(prefix)), Seen())

    def score(self, topic: str) -> Score:
        """How a topic was practised, to be changed by whoever calls `save` afterwards."""
        return self._scores.setdefault(topic, Score())

    def forget(self, lesson: str = "") -> None:
        """Clears what is known of a lesson; without one, everything."""
        for name in [lesson] if lesson else list(self._lessons):
            self._lessons.pop(name, None)
        if not lesson:
            self._scores.clear()
        self.save()

    def forget_practice(self) -> None:
        """Clears how all topics were practised."""
        self._scores.clear()
        self.save()

    def save(self) -> None:
        """Writes the file. A full disk is no reason to disturb a learner: then it stays as it was."""
        lines = [f"{name}: {_line(seen)}\n" for name, seen in sorted(self._lessons.items())]
        scores = sorted((topic, score) for topic, score in self._scores.items() if score.asked)
        lines += [f"practice, {topic}: {score.right} of {score.asked}\n" for topic, score in scores]
        try:
            write(self._path, (HEADING + "".join(lines)).encode())
        except OSError:
            pass


def _line(seen: Seen) -> str:
    stops, predicted = (
        f"{name}{_numbers(found)}" for name, found in (("seen", seen.stops), ("predicted", seen.predicted))
    )
    return f"{stops}; {predicted}; hints{_pairs(seen.hints)}; read{_pairs(seen.read)}; at {seen.at}"


def _numbers(stops: Set[int]) -> str:
    return "".join(f" {stop}" for stop in sorted(stops))


def _pairs(counts: Dict[int, int]) -> str:
    return "".join(f" {stop}={count}" for stop, count in sorted(counts.items()))


def _parse(text: str) -> Tuple[Dict[str, Seen], Dict[str, Score]]:
    """The lessons of a file, and the topics. Raises ValueError where a line is not one of ours."""
    lessons, scores = {}, {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        practised = re.fullmatch(PRACTICE, line.strip())
        if practised is not None:
            scores[practised.group(1)] = Score(*map(int, practised.group(2, 3)))
            continue
        found = re.fullmatch(LINE, line.strip())
        if found is None:
            raise ValueError(line)
        seen = lessons[found.group(1)] = Seen()
        seen.stops, seen.predicted = ({int(stop) for stop in part.split()} for part in found.group(2, 3))
        seen.hints, seen.read = (_counts(part or "") for part in found.group(4, 5))  # older notes have no fifth part
        seen.at = int(found.group(6) or 0)
    return lessons, scores


def _counts(pairs: str) -> Dict[int, int]:
    return {int(stop): int(count) for stop, count in (pair.split("=") for pair in pairs.split())}
