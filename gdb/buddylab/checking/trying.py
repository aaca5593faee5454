"""Tries an exercise: as it is handed out it fails, its solution passes, every shortcut fails.

And what its page shows is what one sees.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Dict, Iterator, List, Optional

from buddylab.checking import building, exercises
from buddylab.checking.exercises import FOLDER, PATCHES, PRINTED, SHOW, STOPS
from buddylab.course import player
from buddylab.course.mistake import Mistake, line_of, placed
from buddylab.course.steps import Program
from buddylab.grading import grade
from buddylab.grading.compiling import Compiler
from buddylab.grading.exercise import Exercise
from buddylab.grading.results import FAILED, NOT_GRADED, PASSED, Graded, Result
from buddylab.grading.running import last

PATIENCE = 10  # seconds without a prompt
LOOKS = r"watch |break "  # what the grader never says, whatever the bug is: where to look is the student's
NOT_TRIED = ("it does not compile", "it does not link", "its assembly")


@dataclass
class Trials:
    """The gradings of one exercise, each file once."""

    root: Path
    exercise: Exercise
    compiler: Compiler
    scratch: Path
    _known: Dict[bytes, "Future[Graded]"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        """NN-name."""
        return self.exercise.folder.name

    def graded(self, source: bytes) -> Graded:
        """What becomes of the file that a student edits."""
        with self._lock:
            known = source in self._known
            graded = self._known.setdefault(source, Future())
            folder = self.scratch / f"{self.name}-{len(self._known)}"
        if not known:
            folder.mkdir()
            (folder / f"{self.name[3:]}.c").write_bytes(source)
            try:
                graded.set_result(grade.grade(self.root, folder, self.exercise, self.compiler))
            except BaseException as fault:
                graded.set_exception(fault)
        return graded.result()

    def patched(self, patch: Path) -> Optional[bytes]:
        """The file as a patch leaves it; None where the patch does not fit."""
        folder = self.scratch / f"{patch.parent.name}-{patch.stem}"
        shutil.copytree(self.exercise.folder, folder / FOLDER / self.name)
        environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(self.scratch)}
        done = subprocess.run(
            ["git", "apply", str(patch)], cwd=folder, env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return None if done.returncode else (folder / FOLDER / self.name / f"{self.name[3:]}.c").read_bytes()

    @property
    def away(self) -> str:
        """What would give the bug away in the words of the grader."""
        solution = self.root / PATCHES / "solutions" / f"{self.name}.patch"
        words = exercises.away(solution.read_text(encoding="utf-8", errors="replace")) if solution.exists() else ""
        return f"{LOOKS}|{words}" if words else LOOKS


def handed_out(trials: Trials) -> Iterator[Mistake]:
    """What is wrong with an exercise as it is handed out."""
    file = f"{FOLDER}/{trials.name}/{trials.name[3:]}.c"
    graded = trials.graded((trials.root / file).read_bytes())
    yield from _not_graded(graded.results, trials.name)
    if all(result.status == PASSED for result in graded.results if not result.hidden):
        yield Mistake(file, 1, "the exercise passes as it is handed out; expected a bug, and a test that fails.")
    yield from _told(trials, graded, file)


def solved(trials: Trials, patch: Path) -> Iterator[Mistake]:
    """What is wrong with a solution."""
    place = str(patch.relative_to(trials.root))
    source = trials.patched(patch)
    if source is None:
        yield _unfit(place, trials.name)
        return
    for result in trials.graded(source).results:
        if result.status == FAILED:
            what = f"with the solution the test {result.name!r} fails: {result.why}; expected it to pass"
            yield Mistake(place, 1, f"{what}; mend the solution, or the judge.")


def cut_short(trials: Trials, patch: Path) -> Iterator[Mistake]:
    """What is wrong with a shortcut."""
    place = str(patch.relative_to(trials.root))
    source = trials.patched(patch)
    if source is None:
        yield _unfit(place, trials.name)
        return
    graded = trials.graded(source)
    if all(result.status == PASSED for result in graded.results):
        what = "this shortcut passes; expected a test that fails: let vary() give other inputs, or add a test"
        yield Mistake(place, 1, f"{what} to judge.py.")
    for result in graded.results[:1]:
        if result.status == FAILED and result.why.startswith(NOT_TRIED):
            yield Mistake(place, 1, f"the shortcut was not tried: {result.why}; expected what builds.")
    yield from _told(trials, graded, place)


def _unfit(place: str, name: str) -> Mistake:
    return Mistake(place, 1, f"the patch does not fit; expected one of {FOLDER}/{name} as it is; make it anew.")


def _not_graded(results: List[Result], name: str) -> Iterator[Mistake]:
    """The judge's own faults, which make all tests fail alike."""
    for why in sorted({result.why for result in results if result.status == NOT_GRADED}):
        said = why.replace("the judge is at fault, ", "", 1)
        file, _, rest = said.partition(":")
        if re.match(r"\d+: ", rest):
            line, _, rest = rest.partition(": ")
        else:
            source = Path(FOLDER) / name / file
            line = str(_line(source, rest))
        yield Mistake(f"{FOLDER}/{name}/{file}", int(line), f"the judge is at fault: {rest.strip()}.")


def _line(source: Path, said: str) -> int:
    """The line that a sentence about a judge is about, by the words that it quotes."""
    text = source.read_text(encoding="utf-8") if source.exists() else ""
    quoted = [*re.findall(r"'([^']+)'|\"([^\"]+)\"", said), *re.findall(r"Test\((?=\d)\d+", said)]
    words = [each if isinstance(each, str) else each[0] or each[1] for each in quoted]
    words += ["def vary"] if "vary()" in said else ["TESTS ="]
    return next((found for found in (line_of(text, each) for each in words) if found > 1), 1)


def _told(trials: Trials, graded: Graded, place: str) -> Iterator[Mistake]:
    """What the grader says of it and would give the bug away."""
    for result in graded.results:
        for said in () if result.hidden else (result.name.partition(": ")[2], result.why):
            away = re.search(trials.away, said)
            if away and result.status != NOT_GRADED:
                what = f"the grader says {said!r}, and {away[0]!r} gives the bug away"
                yield Mistake(place, 1, f"{what}; expected what is wrong with memory, and not why.")


def symptom(root: Path, name: str, program: Program) -> Iterator[Mistake]:
    """Whether what the page shows is what a run prints; one that never ends shows nothing."""
    page = f"{FOLDER}/{name}/README.md"
    text = (root / page).read_text(encoding="utf-8")
    shown = PRINTED.findall(text)
    ended, status, said = building.played(root, f"EXERCISE={name[:2]}")
    line = line_of(text, "```text") if shown else line_of(text, "**The symptom.**")
    if not ended:
        if shown:
            yield Mistake(page, line, "the program never ends, and prints nothing; expected no block marked text.")
        return
    if status == 0:
        what = "the program ends without a failure; expected a CHECK that does not hold, as the symptom"
        yield Mistake(program.path, program.steps[-1].line if program.steps else 1, f"{what}.")
    printed = last("\n".join(each for each in said.splitlines() if not each.startswith("make")))
    if len(shown) != 1:
        what = f"the page has {len(shown)} blocks marked text; expected one"
        yield Mistake(page, line, f"{what}, with what the program prints: {printed}.")
    elif shown[0] not in said:
        yield Mistake(page, line + 1, f"the program does not print this; expected what it prints: {printed}.")


def looked_at(root: Path, name: str, program: Program) -> Iterator[Mistake]:
    """Whether a session comes to stops 2 and 3, and each show command of the page draws something there."""
    page = f"{FOLDER}/{name}/README.md"
    text = (root / page).read_text(encoding="utf-8")
    try:
        session = player.Session(root, f"make debug EXERCISE={int(name[:2])}", patience=PATIENCE)
    except player.Stuck as fault:
        yield from placed(f"{fault}", program.path, program.title_line)
        return
    told: List[str] = []  # what draws nothing
    try:
        for number in range(2, STOPS + 1):
            said = "\n".join(session.type("continue"))
            arrived = player.STOP.search(said)
            if not arrived or int(arrived[1]) != number:
                lines = [step.line for step in program.steps if step.number == number]
                what = f"as it is handed out the program does not come to stop {number}"
                what += f"; it said: {' '.join(said.split())}; expected stops 1 to {STOPS}, where one can look"
                yield Mistake(program.path, lines[0] if lines else 1, f"{what}.")
                return
            for command in SHOW.findall(text):
                shown, wrong = session.typed(command)
                if "Wrote build/" not in "\n".join(shown) and command not in told:
                    told.append(command)
                    what = (
                        f"at stop {number} {command} draws nothing; it said: {(wrong or ' '.join(shown)).rstrip('.')}"
                    )
                    yield Mistake(page, line_of(text, command), f"{what}; expected a list or a heap there.")
    except player.Stuck as fault:
        yield from placed(f"{fault}", program.path, program.title_line)
    finally:
        session.kill()
