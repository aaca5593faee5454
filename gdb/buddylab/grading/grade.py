"""Grades an exercise: takes the one file that it names from a submission, builds it, and has it tried under GDB.

All else comes from the tree in which `make grade` runs. Of the file's symbols only those that the exercise calls are
left, and nothing of its debug information: it cannot take the place of a stop, of the kernel, or of a name that the
judge looks up. It runs on the machine alone; compiling.py tells what it sees where it is compiled.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import tempfile
import traceback
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Dict, List, Optional, Sequence

from buddylab.grading import inputs, judging, objects, submission
from buddylab.grading.blame import Misjudged
from buddylab.grading.compiling import Broken, Compiler, telling
from buddylab.grading.running import Limits, last, plain, run
from buddylab.grading.submission import Refused

INSTRUCTIONS = 20_000_000  # that the machine has from stop to stop: an exercise takes 25 000 at most
SECONDS = 5.0  # that it has for them
LONGEST = 60.0  # seconds that it has in all
TRIED = Limits(wall=180, cpu=120)
LINKED = Limits(wall=60, cpu=30, memory=2_000_000)
PRINTED = 2000  # characters of what a program printed, for the lecturer
WHOLE = "runs to its end, through all its stops"
PASSED, FAILED, NOT_GRADED = "passed", "failed", "not graded"


@dataclass(frozen=True)
class Result:
    """What became of one test."""

    name: str
    status: str
    why: str = ""  # what is wrong, if it did not pass

    def __str__(self) -> str:
        said = {PASSED: "OK", FAILED: f"FAIL ({self.why})", NOT_GRADED: f"NOT GRADED ({self.why})"}
        return f"== Test {self.name}: {said[self.status]} =="


@dataclass
class Graded:
    """What became of an exercise."""

    results: List[Result]
    log: List[str] = field(default_factory=list)  # for the lecturer: what was printed, where something went wrong
    printed: str = ""  # the last line that the program printed, if it did not come to its end


@dataclass(frozen=True)
class Exercise:
    """An exercise and its judge, or what is wrong with that."""

    folder: Path
    judge: Optional[judging.Judge]
    fault: str = ""
    trace: str = ""
    varied: Sequence[str] = ()  # the variables to which the judge gives other values

    @property
    def names(self) -> List[str]:
        """What its tests are called."""
        tests = [test.name for test in self.judge.tests] if self.judge else []
        return [f"{self.folder.name}: {name}" for name in (*tests, WHOLE)]


def load(folder: Path) -> Exercise:
    """The exercise in a folder. Its judge runs, with an end to its time: so in the main thread only."""
    path = folder / "judge.py"
    try:
        judge = judging.load(path)
        return Exercise(folder, judge, varied=list(judging.vary(judge, path, Random(0))))
    except Misjudged as fault:
        return Exercise(folder, None, str(fault), traceback.format_exc())


def grade(root: Path, handed_in: Path, exercise: Exercise, compiler: Compiler) -> Graded:
    """The results of an exercise, such as 01-stack, in the file that a submission has for it."""
    log: List[str] = []
    try:
        if exercise.judge is None:
            raise Misjudged(exercise.fault) from None
        with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
            return _try(root, handed_in, exercise, compiler, Path(scratch), log)
    except Refused as fault:
        return Graded([Result(name, FAILED, plain(str(fault))) for name in exercise.names], log)
    except Misjudged as fault:
        why = plain(f"the judge is at fault, {fault}")
        return Graded([Result(name, NOT_GRADED, why) for name in exercise.names], [*log, exercise.trace or str(fault)])


def _try(root: Path, handed_in: Path, exercise: Exercise, compiler: Compiler, scratch: Path, log: List[str]) -> Graded:
    stops = _stops(root, exercise)
    name = submission.file_of(exercise.folder)
    source = submission.take(handed_in, exercise.folder.name, name)
    module = compiler.compile(source, exercise.folder.name, scratch)
    image = _link(root, exercise.folder.name, name, module, scratch, compiler)
    symbols = _read(image, "what was linked").addresses()
    job = {
        "judge": str(exercise.folder / "judge.py"),
        "stops": [symbols[f"step_{number}"] for number in range(1, stops + 1)],
        "power_off": symbols["power_off"],
        "seed": hashlib.sha256(source).hexdigest(),
        "instructions": INSTRUCTIONS,
        "seconds": SECONDS,
        "longest": LONGEST,
        "answer": str(scratch / "answer.json"),
    }
    (scratch / "job.json").write_text(json.dumps(job))
    said = _debug(root, image, scratch)
    printed = said.rpartition(judging.CONSOLE)[2] if judging.CONSOLE in said else ""
    log += ["It printed:", *map(plain, printed[-PRINTED:].splitlines())] if printed.strip() else []
    answer = _answer(scratch / "answer.json", said)
    if "grader" in answer:
        raise Broken(answer["grader"]) from RuntimeError(answer["traceback"])
    if "judge" in answer:
        log.append(answer["traceback"])
        raise Misjudged(answer["judge"])
    whys = answer["wrong"]
    if len(whys) != len(exercise.names):
        raise Broken(f"{len(whys)} answers for {len(exercise.names)} tests")
    results = [
        Result(test, PASSED) if why is None else Result(test, FAILED, plain(why.replace(f"{scratch}/", "")))
        for test, why in zip(exercise.names, whys)
    ]
    return Graded(results, log, last(printed) if whys[-1] is not None else "")


def _stops(root: Path, exercise: Exercise) -> int:
    """How many stops an exercise has; Misjudged if judge.py and exercise.c do not fit together."""
    found = objects.read((_built(root, exercise.folder.name)).read_bytes())
    numbers = sorted(int(name[5:]) for name in found.defines() if re.fullmatch(r"step_\d+", name))
    if numbers != list(range(1, len(numbers) + 1)):
        raise Misjudged(f"exercise.c: its steps are {numbers}; expected them to be numbered from 1 on")
    source = (exercise.folder / "exercise.c").read_text(encoding="utf-8", errors="replace")
    fault = inputs.fault(found, exercise.varied, source)
    if fault:
        raise Misjudged(fault)
    for test in exercise.judge.tests if exercise.judge else ():
        if test.stop not in numbers:
            raise Misjudged(f"judge.py: Test({test.stop}, '{test.name}', …); expected a stop from 1 to {len(numbers)}")
    return len(numbers)


def _built(root: Path, exercise: str) -> Path:
    return root / "build" / "lab" / "exercises" / exercise / "exercise.o"


def _link(root: Path, exercise: str, name: str, module: Path, scratch: Path, compiler: Compiler) -> Path:
    """The image of the exercise with this object file; Refused says why there is none."""
    found = _read(module, "the compiler's object file")
    used = objects.read(_built(root, exercise).read_bytes())
    kernel = _kernel(root)
    called = [each for each in used.wants() if each not in kernel]
    odd = objects.fault(found, called, {*kernel, *used.defines()})
    if odd:
        raise Refused(odd)
    ready, image = scratch / f"{name[:-2]}.o", scratch / "image.elf"
    keep = [f"--keep-global-symbol={each}" for each in called]
    _tool([f"{compiler.path[: -len('gcc')]}objcopy", *keep, str(module), str(ready)], root, scratch, compiler)
    # In the order of the Makefile, so that addresses are those that a student sees.
    parts = [str(path) for path in sorted((_built(root, exercise), ready), key=lambda path: path.name)]
    link = [compiler.path, *shlex.split(os.environ["LDFLAGS"]), "-o", str(image), "build/kernel/entry.o", *parts]
    _tool([*link, "build/kernel.a"], root, scratch, compiler)
    return image


def _read(file: Path, what: str) -> objects.Object:
    try:
        return objects.read(file.read_bytes())
    except Exception as fault:
        raise Broken(f"{what} cannot be read: {fault}")


@lru_cache(maxsize=None)  # once for a whole class
def _kernel(root: Path) -> List[str]:
    """The names that the kernel defines, and those that its linker script does."""
    names = re.findall(r"(?m)^\s*(\w+) = ", (root / "kernel" / "kernel.ld").read_text())
    for path in (root / "build" / "kernel").glob("*.o"):
        names += objects.read(path.read_bytes()).defines()
    return names


def _tool(command: Sequence[str], root: Path, scratch: Path, compiler: Compiler) -> None:
    status, said = run(command, root, {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch)}, LINKED)
    if status != 0:
        raise Refused(telling(said, "it does not link", [scratch, root, *compiler.folders]))


def _debug(root: Path, image: Path, scratch: Path) -> str:
    """Has GDB try the image; gives what it said."""
    hold = f"from buddylab.target.runs import trial; trial.hold({str(scratch / 'job.json')!r})"
    command = [os.environ["GDB"], "-nx", "-q", "-batch", "-iex", "set debuginfod enabled off"]
    command += ["-iex", "set auto-load off", str(image), "-ex", f"python import sys; sys.path.insert(0, 'gdb'); {hold}"]
    kept = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch)}
    status, said = run(command, root, kept, TRIED)
    return said if status == 0 else f"{said}\nGDB ended with status {status}."


def _answer(file: Path, said: str) -> Dict[str, Any]:
    try:
        answer: Dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError):
        raise Broken("the debugger gave no answer") from RuntimeError(f"GDB said: {said[-PRINTED:]}")
    return answer
