"""A submission on trial: runs its image, once with the inputs of the source and then with others, and asks the judge.

Nothing of the submission is believed: stops are addresses that the linker gave to the exercise's own symbols, names and
types come from the exercise alone, and whatever the machine does, there is an answer in the end: of each test whether
it held in every run, or that the judge is at fault, or that we are.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Dict, List, Optional

import gdb

from buddylab.grading import judges, judging
from buddylab.grading.blame import Misjudged, blamed
from buddylab.memory.image import Memory, Unreadable
from buddylab.target import ask, memory
from buddylab.target.names import Names
from buddylab.target.runs.machine import Machine
from buddylab.target.runs.stops import program
from buddylab.walk import Label

MORE = 5  # runs with other inputs
LOOK = 0.25  # seconds until it is seen whether a program that runs has had its instructions
SETTLED = 0.01  # seconds in which a signal to this process arrives
PRINTED = 1 << 22  # bytes that the machine may print, the rest is lost; QEMU 10 itself makes a file of 1 MiB


def hold(job: str) -> None:
    """Tries the image that GDB has loaded. The job is a file: what grade.py wrote, and where it reads the answer.

    The answer is {"wrong": ...}, or what is at fault, {"judge": ...} or {"grader": ...}, with a "traceback".
    """
    trial = Trial(**json.loads(Path(job).read_text()))
    answer: Dict[str, Any]
    try:
        answer = {"wrong": trial.hold()}
    except Misjudged as fault:
        answer = {"judge": str(fault), "traceback": traceback.format_exc()}
    except Exception as fault:
        answer = {"grader": f"{type(fault).__name__}: {fault}", "traceback": traceback.format_exc()}
    Path(trial.answer).write_text(json.dumps(answer))


class Program:
    """A judge's view of the machine as it stands."""

    def __init__(self) -> None:
        self.memory: Memory = memory.current()
        self._names = Names()

    def find(self, expression: str) -> range:
        """The addresses of a variable."""
        try:
            value = gdb.parse_and_eval(expression)
        except gdb.MemoryError:
            raise
        except gdb.error:
            value = gdb.parse_and_eval(f"*(char *) &{expression}")  # a name of the linker's has no type
        return range(ask.address(value), ask.address(value) + value.type.sizeof)

    def label(self, head: Optional[str] = None) -> Label:
        """What words are called, or the nodes of a list."""
        if head is None:
            return self._names.label
        type = gdb.parse_and_eval(head).type.strip_typedefs().target().strip_typedefs()
        return self._names.labels(0, type) if type.code == gdb.TYPE_CODE_STRUCT else self._names.label


@dataclass
class Trial:
    """What grade.py asks for."""

    judge: str  # the judge's file
    stops: List[int]  # the address of each
    power_off: int  # the address of that function
    seed: str  # of the inputs: another submission gets others
    instructions: int  # that the machine has from stop to stop
    seconds: float  # that it has for them
    longest: float  # that it has in all runs together
    answer: str  # the file where to write the answer
    _wrong: List[str] = field(default_factory=list)  # what is wrong, test by test
    _held: List[int] = field(default_factory=list)  # in how many runs a test was judged, and held

    def hold(self) -> List[Optional[str]]:
        """Runs until something is wrong or all was tried; gives what is wrong with each test and, last, the run.

        None stands for nothing, and only where there is evidence: the judge said so in every run.
        """
        self._judge = judges.load(Path(self.judge))
        self._over = time.monotonic() + self.longest
        self._wrong += [""] * len(self._judge.tests)
        self._held += [0] * len(self._judge.tests)
        for address in (*self.stops, self.power_off):
            gdb.Breakpoint(f"*{address:#x}", internal=True).silent = True
        gdb.execute("set suppress-cli-notifications on")
        random = Random(self.seed)
        ended, runs, complete = "", 0, 0
        while runs <= MORE and not ended and not self._failed():
            ended = self._run(judges.vary(self._judge, random) if runs else None)
            runs += 1
            complete += not ended
        whys: List[Optional[str]] = [
            None if held == runs and not wrong else wrong or "it was not judged"
            for held, wrong in zip(self._held, self._wrong)
        ]
        return [*whys, None if complete == runs else ended]

    def _failed(self) -> bool:
        """Whether a test failed that students see; the others change nothing of what is tried."""
        return any(wrong and not asked.hidden for asked, wrong in zip(self._judge.tests, self._wrong))

    def _run(self, varied: Optional[judging.Inputs]) -> str:
        """One run on a fresh machine; gives what ended it before its time, if something did."""
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (PRINTED, limits[1]))  # QEMU inherits it
        try:
            self._machine = Machine(str(program()))
        except gdb.GdbError as fault:
            return self._unreached(1, str(fault).rstrip("."))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        try:
            return self._stops(varied)
        finally:
            gdb.write(judging.CONSOLE)
            self._machine.end()  # prints what the machine printed

    def _stops(self, varied: Optional[judging.Inputs]) -> str:
        inputs: Dict[str, List[int]] = {}
        for number in range(1, len(self.stops) + 1):
            ended = self._go_on(number)
            if ended:
                return self._unreached(number, ended)
            program = Program()
            if number == 1:
                inputs = self._inputs(program, varied)
            for at, asked in enumerate(self._judge.tests):
                if asked.test.stop == number and not self._wrong[at]:
                    self._wrong[at] = _fault(asked, judging.State(program, inputs), varied)
                    self._held[at] += not self._wrong[at]
        if "MIS-MATCHED" in ask.said("compare-sections .text"):
            return "the program wrote over its own code"
        return self._go_on(0)

    def _inputs(self, program: Program, varied: Optional[judging.Inputs]) -> judging.Inputs:
        """Sets the inputs at stop 1, and gives those with which this run goes on."""
        names = judges.vary(self._judge, Random(0))
        for name, words in (varied or names).items():
            with blamed(self._judge.path):
                place = program.find(name)
            if len(place) != judging.WORD * len(words):
                raise Misjudged(
                    f"{self._judge.path.name}: vary() gives {len(words)} words for {name}; "
                    f"expected {len(place) // judging.WORD}"
                )
            if varied:
                data = b"".join(word.to_bytes(judging.WORD, "little") for word in words)
                gdb.selected_inferior().write_memory(place.start, data)
        state = judging.State(Program(), {})
        return {name: state.values(name) for name in names}

    def _unreached(self, number: int, ended: str) -> str:
        """Fails the tests at stop `number` and behind it, for the reason that ended the run; gives that reason."""
        for at, asked in enumerate(self._judge.tests):
            if asked.test.stop >= number and not self._wrong[at]:
                self._wrong[at] = f"stop {asked.test.stop} was not reached: {ended}"
        return ended

    def _go_on(self, expected: int) -> str:
        """Lets the machine run to the next stop, or behind the last to its end, 0; gives what went wrong."""
        busy = self._until_it_stops()
        if gdb.selected_inferior().pid == 0:
            return "the machine turned itself off"
        pc = int(gdb.parse_and_eval("$pc"))
        if pc == self.power_off:
            status = int(gdb.parse_and_eval("$a0"))
            return f"the machine powered off with status {status}" if status or expected else ""
        if pc not in self.stops:
            return f"{busy} the machine was still busy, in {gdb.selected_frame().name() or 'nowhere'} at {pc:#x}"
        came = self.stops.index(pc) + 1
        return "" if came == expected else f"the machine came to stop {came} in the wrong order"

    def _until_it_stops(self) -> str:
        """Lets the machine run to a stop or to its end; gives after what it still ran, if it comes to none."""
        begun, until = self._machine.clock(), time.monotonic() + self.seconds
        while True:
            now = time.monotonic()
            if now >= self._over:
                return f"after {self.longest:g} s in all"
            if now >= until:
                return f"after {self.seconds:g} s"
            _continue(min(until - now, self._over - now, LOOK))
            if gdb.selected_inferior().pid == 0 or int(gdb.parse_and_eval("$pc")) in (*self.stops, self.power_off):
                return ""
            if self._machine.clock() - begun >= self.instructions:
                return f"after {self.instructions // 1_000_000} million instructions"


def _continue(seconds: float) -> None:
    """Lets the machine run until it stops by itself, or so long."""
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        gdb.execute("continue", to_string=True)
    except (gdb.error, KeyboardInterrupt):
        pass
    rang = timer.finished.is_set()
    timer.cancel()
    try:
        timer.join()
        time.sleep(SETTLED if rang else 0)  # what rang when the machine had stopped by itself is heard here
    except KeyboardInterrupt:
        pass


def _fault(asked: judges.Asked, state: judging.State, varied: Optional[judging.Inputs]) -> str:
    """What the test finds wrong, with the inputs if they are not those of the source."""
    try:
        fault = judges.fault(asked, state, Unreadable, gdb.MemoryError)
    except Unreadable as unreadable:
        fault = f"{unreadable.address:#x} cannot be read."
    except gdb.MemoryError as error:
        fault = f"{error}"
    if not fault:
        return ""
    given = ", ".join(f"{name} = {{{', '.join(map(str, words))}}}" for name, words in (varied or {}).items())
    return f"at stop {asked.test.stop}{f' with {given}' if given else ''}: {fault.rstrip('.')}"
