"""Grades an exercise: takes the one file that it names from a submission, builds it, and has it tried under GDB.

All else comes from the tree in which `make grade` runs. Of the file's symbols only those that the exercise calls are
left, and nothing of its debug information: it cannot take the place of a stop, of the kernel, or of a name that the
judge looks up. It runs on the machine alone, but it is compiled here, so the compiler's time, memory and output end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from buddylab.course import judging

LARGEST = 100_000  # bytes of a submitted file
DEEPEST = 6  # folders in one another that are searched for it
SECONDS = 5.0  # that the machine has from stop to stop
PATIENCE = 120  # seconds for any one tool
LIMITS = 'ulimit -t 60; ulimit -f 32768; exec "$0" "$@"'  # CPU seconds; blocks of 512 bytes of any file: 16 MiB
# Of the compiler, where the system can limit it; in KiB. QEMU maps more than it uses.
MEMORY = ["sh", "-c", 'ulimit -v 2000000 2>/dev/null; exec "$0" "$@"']
TELLING = ("error:", "undefined reference", "multiple definition")  # in the line that says what is wrong
WHOLE = "runs to its end, through all its stops"


class Refused(Exception):
    """Why a submission cannot be tried, in a clause."""


@dataclass(frozen=True)
class Result:
    """What became of one test."""

    name: str
    why: str  # what is wrong; "" if nothing is

    def __str__(self) -> str:
        return f"== Test {self.name}: {f'FAIL ({self.why})' if self.why else 'OK'} =="


def grade(root: Path, submission: Path, exercise: str) -> List[Result]:
    """The results of `exercise`, such as 01-stack, in the file that `submission` has for it."""
    folder = root / "lab" / "exercises" / exercise
    tests = judging.load(folder / "judge.py").tests
    names = [f"{exercise}: {name}" for name in (*(test.name for test in tests), WHOLE)]
    try:
        with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
            wrong = _try(root, submission, folder, Path(scratch))
    except Refused as fault:
        wrong = [str(fault)] * len(names)
    return [Result(name, why) for name, why in zip(names, wrong)]


def file_of(folder: Path) -> str:
    """The name of the one file of an exercise that a student edits; an editor may leave others beside it."""
    return f"{folder.name.partition('-')[2]}.c"


def report(results: Sequence[Result]) -> str:
    """What Gradescope reads as results.json."""
    tests = [
        {
            "name": result.name,
            "score": 0 if result.why else 1,
            "max_score": 1,
            "status": "failed" if result.why else "passed",
            "output": result.why,
            "visibility": "visible",
        }
        for result in results
    ]
    passed = sum(not result.why for result in results)
    whole = {"score": passed, "output": f"Score: {passed}/{len(results)}", "visibility": "visible", "tests": tests}
    return json.dumps(whole, indent=2) + "\n"


def _try(root: Path, submission: Path, folder: Path, scratch: Path) -> List[str]:
    """What is wrong, test by test; "" for nothing."""
    source = _take(submission, folder, file_of(folder))
    (scratch / file_of(folder)).write_bytes(source)
    image = _build(root, folder, scratch)
    symbols = _symbols(image)
    count = sum(name.startswith("step_") and name[5:].isdigit() for name in symbols)
    answer = scratch / "answer.json"
    job = {
        "judge": str(folder / "judge.py"),
        "stops": [symbols[f"step_{number}"] for number in range(1, count + 1)],
        "power_off": symbols["power_off"],
        "seed": hashlib.sha256(source).hexdigest(),
        "seconds": SECONDS,
        "answer": str(answer),
    }
    (scratch / "job.json").write_text(json.dumps(job))
    hold = f"from buddylab.target import trial; trial.hold({str(scratch / 'job.json')!r})"
    command = [os.environ["GDB"], "-nx", "-q", "-batch", "-iex", "set debuginfod enabled off"]
    command += ["-iex", "set auto-load off", str(image), "-ex", f"python import sys; sys.path.insert(0, 'gdb'); {hold}"]
    status, said = _run(command, root, scratch)
    if not answer.exists():
        raise Refused(f"the debugger gave no answer (status {status}); it said: {_last(said) or 'nothing'}")
    wrong: List[str] = json.loads(answer.read_text())
    printed = _last(said.rpartition(judging.CONSOLE)[2])
    if wrong[-1] and printed:
        wrong[-1] += f"; the last it printed was: {printed}"
    return wrong


def _take(submission: Path, folder: Path, name: str) -> bytes:
    """The submitted file, looked for in its place in the tree, in the exercise's folder, and at the top.

    If it is in none of those, it is taken from a folder further down, as students pack them.
    """
    places = [Path("lab/exercises") / folder.name / name, Path(folder.name) / name, Path(name)]
    path = next((submission / place for place in places if os.path.lexists(submission / place)), None)
    path = path or _further_down(submission, folder, name)
    if path is None:
        raise Refused(f"there is no {name} in {submission}; expected it there, or as {places[0]}")
    if path.parent.resolve() != submission.resolve() / path.parent.relative_to(submission) or path.is_symlink():
        raise Refused(f"{path} is a symbolic link, or lies behind one; expected a file")
    if not path.is_file():
        raise Refused(f"{path} is no file; expected one")
    try:
        with path.open("rb") as file:
            source = file.read(LARGEST + 1)
    except OSError as fault:
        raise Refused(f"{path} cannot be read ({fault.strerror})")
    if len(source) > LARGEST:
        raise Refused(f"{path} is too large; expected at most {LARGEST} bytes")
    return source


def _further_down(submission: Path, folder: Path, name: str) -> Optional[Path]:
    """The only file of that name in the submission's folders, or the only one in a folder of the exercise."""
    found = []
    for at, folders, files in os.walk(submission):
        if len(Path(at).relative_to(submission).parts) >= DEEPEST:
            folders.clear()
        found += [Path(at) / name] if name in files else []
    named = [path for path in found if path.parent.name == folder.name]
    if len(named or found) > 1:
        several = ", ".join(sorted(str(path.relative_to(submission)) for path in named or found)[:3])
        raise Refused(f"there are several {name} in {submission} ({several}); expected one")
    return (named or found)[0] if found else None


def _build(root: Path, folder: Path, scratch: Path) -> Path:
    """The image of the exercise with the file that lies in `scratch`; raises Refused with the compiler's words."""
    compiler = os.environ["CC"]
    source = scratch / file_of(folder)
    module, image = source.with_suffix(".o"), scratch / "image.elf"
    exercise = root / "build" / "lab" / "exercises" / folder.name / "exercise.o"
    inside = f"-I{folder.relative_to(root)}"
    flags = ["-fmax-errors=3", "-fno-diagnostics-show-caret", *shlex.split(os.environ["CFLAGS"])]
    _tool([compiler, *flags, inside, "-c", "-o", str(module), str(source)], root, scratch, "it does not compile")
    kernel = {name for kind, name, _ in _listed(root / "build" / "kernel.a") if kind != "U"}
    called = [name for kind, name, _ in _listed(exercise) if kind == "U" and name not in kernel]
    keep = [f"--keep-global-symbol={name}" for name in called]
    objcopy = [compiler[: -len("gcc")] + "objcopy", "--strip-debug", "--remove-section=.debug_gdb_scripts", *keep]
    _tool([*objcopy, str(module)], root, scratch, "its object file cannot be read")
    # In the order of the Makefile, so that addresses are those that a student sees.
    objects = [str(path) for path in sorted((exercise, module), key=lambda path: path.name)]
    link = [compiler, *shlex.split(os.environ["LDFLAGS"]), "-o", str(image), "build/kernel/entry.o", *objects]
    link += ["build/kernel.a"]
    _tool(link, root, scratch, "it does not link")
    return image


def _symbols(image: Path) -> Dict[str, int]:
    """The addresses of an image's global symbols."""
    return {name: address for kind, name, address in _listed(image) if kind.isupper() and kind != "U"}


def _listed(file: Path) -> List[Tuple[str, str, int]]:
    """Kind, name and address of each symbol, as nm tells them."""
    command = [os.environ["CC"][: -len("gcc")] + "nm", str(file)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", errors="replace", check=True).stdout
    rows = [line.split() for line in lines.splitlines()]
    return [(row[-2], row[-1], int(row[0], 16) if len(row) == 3 else 0) for row in rows if len(row) in (2, 3)]


def _tool(command: Sequence[str], root: Path, scratch: Path, fault: str) -> None:
    status, said = _run([*MEMORY, *command], root, scratch)
    if status != 0:
        lines = said.replace(f"{scratch}/", "").replace(f"{root}/", "").splitlines()
        telling = next((line for line in lines if any(each in line for each in TELLING)), _last(said))
        raise Refused(f"{fault}: {telling[:300]}" if telling else f"{fault} within its limits of time and memory")


def _run(command: Sequence[str], root: Path, scratch: Path) -> Tuple[Optional[int], str]:
    """Status and output of a tool; the status is None if it had to be ended. Its children end with it."""
    with tempfile.TemporaryFile(dir=scratch) as output:
        process = subprocess.Popen(
            ["sh", "-c", LIMITS, *command],
            cwd=root,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status: Optional[int] = None
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        return status, output.read(1 << 20).decode(errors="replace")


def _last(said: str) -> str:
    """The last line that says something, with nothing in it that a terminal would obey."""
    lines = [line for line in said.splitlines() if line.strip()]
    return "".join(each for each in lines[-1] if each.isprintable())[:300] if lines else ""
