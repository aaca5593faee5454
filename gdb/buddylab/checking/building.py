"""Builds what is checked, and runs it without a debugger: what the compiler says, and how the program ends."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Tuple

from buddylab.course import player, steps
from buddylab.course.mistake import Mistake
from buddylab.course.steps import Program
from buddylab.grading import objects
from buddylab.grading.running import Limits, last, plain, run

BUILT = Limits(wall=120, cpu=120)
RUN = Limits(wall=5, cpu=10)  # a lesson takes some milliseconds
PATIENCE = 5  # seconds for the way from stop to stop
MOST = 100  # stops that are passed on the way to where a program does not go on
SAID = re.compile(
    r"^(?:.*/)?((?:lab|kernel)/[^:\s]+):(\d+):(?:\d+:)? (?:(?:fatal )?[Ee]rror: (.*)|(undefined reference .*))$",
    re.MULTILINE,
)
TWICE = re.compile(r"symbol `step_\d+(_title)?' is already defined")
OVER = re.compile(r"is over: the machine powered off|The machine is about to power off")
TRAP = re.compile(r"^trap: .*\bpc (0x[0-9a-f]+)", re.MULTILINE)


def build(root: Path, targets: Sequence[str], program: Program) -> Tuple[bool, List[Mistake]]:
    """Whether these targets of make are built, with all steps in them; else what compiler and linker find wrong."""
    status, said = _make(root, ["-k", *targets], BUILT)
    if status == 0:
        lost = list(steps.lost(program, _stops(root, program)))
        return not lost, lost
    found = []
    numbers = [step.number for step in program.steps]
    for file, line, error, missing in SAID.findall(said):
        if TWICE.search(error) and len(set(numbers)) < len(numbers):
            continue  # the numbering of the steps is told with better words
        what = f"it does not compile: {plain(error)}" if error else f"it does not link: {plain(missing)}"
        found.append(Mistake(file, int(line), f"{what}; expected what builds without a warning."))
    if not found and len(set(numbers)) == len(numbers):
        what = f"it cannot be built: {last(said)}; expected make {targets[0]} to work"
        found.append(Mistake(program.path, 1, f"{what}."))
    return False, found


def _stops(root: Path, program: Program) -> int:
    """How many stops a program that was built has, as far as they are numbered without a gap."""
    built = objects.read((root / "build" / program.path).with_suffix(".o").read_bytes()).defines()
    return next(number for number in range(len(built) + 1) if f"step_{number + 1}" not in built)


def _make(root: Path, arguments: Sequence[str], limits: Limits) -> Tuple[Optional[int], str]:
    command = ["make", "--no-print-directory", "-s", *arguments]
    return run(command, root, {**player.surroundings(), "LC_ALL": "C.UTF-8"}, limits)


def played(root: Path, what: str) -> Tuple[bool, int, str]:
    """Whether `make run LESSON=09` or the like ends, with what status, and what appears."""
    status, said = _make(root, ["run", what], RUN)
    return status is not None, status or 0, said


def lesson(root: Path, program: Program, number: int) -> Tuple[bool, List[Mistake]]:
    """Whether a lesson comes to an end in time, and what goes wrong: it must say so, and that something was right."""
    ended, status, said = played(root, f"LESSON={number:02}")
    if not ended:
        stuck = list(endless(root, f"make debug LESSON={number:02}", program))
        return not stuck, stuck
    if status:
        return True, [failure(root, said, program, f"build/{Path(program.path).parent.name}.elf")]
    if not said.endswith(": the lesson is over\n"):
        what = f"the lesson ends behind {last(said)!r}; expected lesson() to return"
        return True, [Mistake(program.path, program.title_line, f"{what}.")]
    if "ok" not in said and "successfully!" not in said:
        what = 'the lesson prints no result; expected a line such as console_printf("2. two nodes are on the list: ok")'
        return True, [Mistake(program.path, program.title_line, f"{what}, behind the CHECK that proves it.")]
    return True, []


def endless(root: Path, line: str, program: Program) -> Iterator[Mistake]:
    """Where a program is that does not end in time; nothing if it does end, on a busy computer."""
    expected = f"expected its end within {RUN.wall:g} s; is this a loop that never ends?"
    try:
        session = player.Session(root, line, patience=PATIENCE)
        try:
            for _ in range(MOST):
                if OVER.search("\n".join(session.type("continue"))):
                    return
        finally:
            session.kill()
        yield Mistake(
            program.path, program.steps[0].line, f"the machine comes to stops more than {MOST} times; {expected}"
        )
    except player.Stuck as fault:
        busy = re.match(rf"(\S+):(\d+): {player.ENDLESS}", f"{fault}")
        file, at = (busy[1], int(busy[2])) if busy else (program.path, program.title_line)
        yield Mistake(file, at, f"{player.ENDLESS}; {expected}")


def failure(root: Path, said: str, program: Program, image: str) -> Mistake:
    """Why a program ends with a failure: a check that does not hold, a trap."""
    panic, trap = player.PANIC.search(said), TRAP.search(said)
    file, line = program.path, program.title_line
    if panic and panic["place"]:
        file, _, at = panic["place"].rpartition(":")
        return Mistake(file, int(at), f"{player.STOPPED}: {panic['why']}; expected a CHECK that holds.")
    if trap:
        tool = f"{os.environ.get('TOOLPREFIX', '')}addr2line"
        done = subprocess.run([tool, "-e", image, trap[1]], cwd=root, stdout=subprocess.PIPE, encoding="utf-8")
        place = re.search(r"((?:lab|kernel)/\S+):(\d+)", done.stdout)
        if place:
            file, line = place[1], int(place[2])
        return Mistake(file, line, f"the machine traps: {trap[0]}; expected code that comes to its end.")
    told = [each for each in said.splitlines() if not each.startswith("make")]
    return Mistake(file, line, f"it ends with a failure; expected none; it printed: {last(chr(10).join(told))}.")
