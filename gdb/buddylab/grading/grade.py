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
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence

from buddylab.grading import inputs, judging, objects, submission
from buddylab.grading.blame import Misjudged
from buddylab.grading.compiling import Broken, Compiler, telling
from buddylab.grading.exercise import Exercise
from buddylab.grading.results import FAILED, NOT_GRADED, PASSED, Graded
from buddylab.grading.running import Limits, last, plain, run
from buddylab.grading.submission import Refused

INSTRUCTIONS = 20_000_000  # that the machine has from stop to stop: an exercise takes 25 000 at most
SECONDS = 10.0  # that it has for them, on a computer as busy as may be
LONGEST = 60.0  # seconds that it has in all
TRIED = Limits(wall=180, cpu=120)
LINKED = Limits(wall=60, cpu=30, memory=2_000_000)
PRINTED = 2000  # characters of what a program printed, for the lecturer


def grade(root: Path, handed_in: Path, exercise: Exercise, compiler: Compiler) -> Graded:
    """The results of an exercise, such as 01-stack, in the file that a submission has for it."""
    return judged(root, lambda: submission.take(handed_in, exercise.folder.name, exercise.file), exercise, compiler)


def judged(root: Path, take: Callable[[], bytes], exercise: Exercise, compiler: Compiler) -> Graded:
    """The same of the file that `take` gives, unless it raises Refused."""
    log: List[str] = []
    try:
        if exercise.judge is None:
            raise Misjudged(exercise.fault) from None
        with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
            return _try(root, take, exercise, compiler, Path(scratch), log)
    except Refused as fault:
        return Graded(exercise.results(FAILED, plain(str(fault))), log)
    except Misjudged as fault:
        why = plain(f"the judge is at fault, {fault}")
        return Graded(exercise.results(NOT_GRADED, why), [*log, exercise.trace or str(fault)])


def _try(
    root: Path, take: Callable[[], bytes], exercise: Exercise, compiler: Compiler, scratch: Path, log: List[str]
) -> Graded:
    stops = _stops(root, exercise)
    source = take()
    module = compiler.compile(source, exercise.folder.name, scratch)
    image = _link(root, exercise, module, scratch, compiler)
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
    results, whys = exercise.results(PASSED), answer["wrong"]
    if len(whys) != len(results):
        raise Broken(f"{len(whys)} answers for {len(results)} tests")
    for at, why in enumerate(whys):
        if why is not None:
            results[at] = replace(results[at], status=FAILED, why=plain(why.replace(f"{scratch}/", "")))
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
    for asked in exercise.judge.tests if exercise.judge else ():
        if asked.test.stop not in numbers:
            what = f"Test({asked.test.stop}, '{asked.test.name}', …)"
            raise Misjudged(f"{asked.file.name}: {what}; expected a stop from 1 to {len(numbers)}")
    return len(numbers)


def _built(root: Path, exercise: str) -> Path:
    return root / "build" / "lab" / "exercises" / exercise / "exercise.o"


def _link(root: Path, exercise: Exercise, module: Path, scratch: Path, compiler: Compiler) -> Path:
    """The image of the exercise with this object file; Refused says why there is none."""
    found, own = _read(module, "the compiler's object file"), _built(root, exercise.folder.name)
    used = objects.read(own.read_bytes())
    kernel = _kernel(root)
    called = [each for each in used.wants() if each not in kernel]
    odd = objects.fault(found, called, {*kernel, *used.defines()})
    if odd:
        raise Refused(odd)
    ready, image = scratch / f"{exercise.file[:-2]}.o", scratch / "image.elf"
    keep = [f"--keep-global-symbol={each}" for each in called]
    _tool([f"{compiler.path[: -len('gcc')]}objcopy", *keep, str(module), str(ready)], root, scratch, compiler)
    # In the order of the Makefile, so that addresses are those that a student sees.
    parts = [str(path) for path in sorted((own, ready), key=lambda path: path.name)]
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
