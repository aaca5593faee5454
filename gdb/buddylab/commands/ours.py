"""Our lessons' session: starting the machine, saying where it stopped, and run and start, which begin again."""

from __future__ import annotations

import linecache
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, Optional

import gdb

from buddylab import spelling
from buddylab.commands import guide, manuals, session
from buddylab.target import ask
from buddylab.target.runs import run
from buddylab.target.runs.machine import Machine
from buddylab.target.runs.past import Past
from buddylab.target.runs.run import Run, Visit
from buddylab.target.runs.stops import Notice, Stop, Stops, count, program, symbol

if TYPE_CHECKING:
    from buddylab.snapshot import Moment

listeners: List[Callable[[Visit], None]] = []  # told of each arrival at a numbered stop
movers: List[Callable[[], None]] = []  # told that the machine was brought to some place, and stands there
enders: List[Callable[[], None]] = []  # told that the run is over
starters: List[Callable[["Lesson"], None]] = []  # told that a lesson begins, before its machine is switched on


class Lesson(session.OfProject):
    """The program at hand, its stops, and the run of it."""

    def __init__(self) -> None:
        """Finds the stops; GdbError where there are none."""
        self.stops = Stops(self._arrive)
        self.run: Optional[Run] = None  # switch_on() makes it, end() drops it
        self._behind: List[Visit] = []  # the visits of the run that ended last
        self.past = Past()
        self.words: Mapping[int, int] = {}  # with which the machine is switched on, by address
        self.announces = True  # what begins, and each stop
        self.above = 0  # lines that were written from the stop's number on, before the listeners are told
        self._last: Optional[Notice] = None  # behind the place at which a failure is told
        self._again = guide.again()  # what to do should the program be unloaded

    @property
    def visits(self) -> List[Visit]:
        """Those of the run at hand, or of the one that is over."""
        return self._behind if self.run is None else self.run.visits

    def here(self) -> Optional[Visit]:
        """The visit at which the machine stands, None in between."""
        return None if self.run is None else self.run.here()

    def moment(self) -> Moment:
        """Where the machine stands, for the title of a figure."""
        from buddylab.snapshot import Moment  # loaded with what reads memory

        here = self.here()
        if here is not None:
            time, seen = spelling.again(here.times), guide.heading(here.number)
            return Moment(self.stops.lesson(), here.number, here.title + time, seen and seen + time)
        frame = gdb.selected_frame()
        return Moment(self.stops.lesson(), None, f"{frame.name()}(), line {frame.find_sal().line}")

    def earlier(self, since: Optional[int]) -> Optional[Visit]:
        """The visit that a figure is compared with: the last one to stop `since`, else the one before."""
        return run.earlier(self.visits if self.here() is None else self.visits[:-1], since)

    def check_program(self) -> None:
        """Raises GdbError where the program is loaded no more: after file without a name, for example."""
        if program() is None or symbol("step_1") is None:
            raise gdb.GdbError(f"No program is loaded; {self._again}.")

    def switch_on(self) -> Run:
        """A fresh machine, which stands before its first instruction; deleted breakpoints of stops come back."""
        self.check_program()
        self.end()
        self.past.moved()
        self._restore_breakpoints()
        gdb.execute("set suppress-cli-notifications on")
        try:
            self.run = Run(self.stops, Machine(str(program()), self.words))
        finally:
            gdb.execute("set suppress-cli-notifications off")
        return self.run

    def end(self) -> None:
        """Ends the machine, if there is one."""
        if self.run is not None:
            ending, self.run = self.run, None
            ending.forget_edits()
            self._behind = ending.visits
            ending.machine.end()

    def running(self) -> Optional[Run]:
        """The run at hand; one whose machine GDB has lost, by a kill or a monitor quit, is ended here."""
        if self.run is not None and not self.run.machine.answers():
            self.end()
        return self.run

    def report(self) -> None:
        """Says where the machine has come to."""
        run = self.run
        if run is None:
            return
        run.machine.show_console()
        status = int(gdb.parse_and_eval("$a0"))
        if run.over:
            self.end()
            session.say(f"{self.stops.lesson()} is over: the machine powered off with status {status}.")
            for ender in enders:
                ender()
            session.say("Type run to start the lesson again, quit to leave.")
            return
        if run.failed:
            run.failed = False
            if self._last is None:
                self._last = Notice(f"*{gdb.newest_frame().find_sal().last + 1:#x}", self.ends)
            session.say(
                f"The machine is about to power off with status {status}: a failure. The reason is printed above."
            )
            session.say("Type backtrace to see how it came here, run to start the lesson again.")
            return
        here = run.here()
        if here is not None:
            first = not any(visit.pages for visit in run.visits)
            run.remember()
            self.above = 0
            if self.announces:
                self._announce(here)
            for listener in list(listeners):  # one may leave
                listener(here)
            if first:
                gdb.execute("x/1xg $sp", to_string=True)  # from here on a bare x/16g prints words in hexadecimal

    def _announce(self, here: Visit) -> None:
        """Number, title and the source around the stop."""
        again = f", time {here.times}" if here.times > 1 else ""
        self.above += session.say(f"\nStop {here.number} of {len(self.stops.all)}{again}: {here.title}")
        where = gdb.selected_frame().find_sal()
        if where.symtab is None:
            return
        lines = linecache.getlines(where.symtab.fullname())
        around = guide.around(here.number)
        for number in range(max(1, where.line - around), min(len(lines), where.line + around) + 1):
            mark = "=>" if number == where.line else "  "
            code = f"{mark} {number:3}  {lines[number - 1].rstrip()}".rstrip()
            self.above += session.row(code, len(code) - len(code[7:].lstrip()) + 4)

    def _restore_breakpoints(self) -> None:
        """Sets the numbered breakpoints that were deleted, and says so: GDB gives them other numbers."""
        restored = self.stops.set_breakpoints()
        if restored:
            was, now = spelling.numbers(list(restored)), spelling.numbers(list(restored.values()))
            breakpoints, stops = (spelling.plural(len(restored), noun) for noun in ("breakpoint", "stop"))
            were = spelling.agree(len(restored), "was", "were")
            session.say(f"The {breakpoints} of {stops} {was} {were} set again, as {breakpoints} {now}.")

    def _arrive(self, stop: Stop) -> bool:
        return self.run is not None and self.run.arrive(stop)

    def powers_off(self) -> bool:
        """Stops before the machine powers off, while it can still say with what status.

        Where that reports a failure one can look at what led there, before the run is over.
        """
        if self.run is not None:
            self.run.failed = int(gdb.parse_and_eval("$a0")) != 0
            self.run.over = not self.run.failed
        return True

    def ends(self) -> bool:
        """Stops once more behind that of a failure."""
        if self.run is not None:
            self.run.over = True
        return True

    def stopped(self, event: Any) -> None:
        """GDB tells of every stop; while we travel nobody wants to know."""
        if self.run is not None and self.run.halt is None:
            self.report()

    def resumed(self, event: Any) -> None:
        """GDB tells that the machine runs."""
        if self._is_own():
            self.past.moved()

    def wrote(self, event: Any) -> None:
        """GDB tells of memory that is written by hand."""
        if self.run is not None and self._is_own():
            self.past.wrote(self.run, int(event.address), int(event.length))

    def set_register(self, event: Any) -> None:
        """GDB tells of a register that is written by hand."""
        if self.run is not None and self._is_own():
            self.past.set_register(self.run)

    def called(self, event: Any) -> None:
        """GDB tells that it has a function of the program called, and when that is over."""
        if self.run is not None and self._is_own():
            (self.past.calls if "Pre" in type(event).__name__ else self.past.called)(self.run)

    def _is_own(self) -> bool:
        """Whether what happens is the learner's doing: travel is ours."""
        return self.run is not None and self.run.halt is None


def lesson() -> Lesson:
    """The lesson of this session; GdbError where none was begun."""
    if not isinstance(session.at_hand, Lesson):
        raise gdb.GdbError("No lesson was started; quit, and type make debug LESSON=01.")
    return session.at_hand


def begin() -> None:
    """Sets the breakpoints, starts the machine and runs to stop 1; leaves GDB if that fails. Called by init.gdb."""
    try:
        _begin()
    except gdb.GdbError as fault:
        said = str(fault)
    except gdb.error as fault:  # QEMU has died, say: a prompt would come, and nothing would work there
        said = f"The machine did not come to its first stop ({ask.told(fault)}); run make doctor."
    else:
        return
    gdb.write(f"{session.told(said)}\n", gdb.STDERR)
    gdb.execute("quit 1")


def _begin() -> None:
    os.makedirs(session.OUTPUT, exist_ok=True)
    gdb.execute(f"cd {session.OUTPUT}", to_string=True)
    guide.begin(count())
    session.at_hand = lesson = Lesson()
    lesson.stops.set_breakpoints()
    Notice("power_off", lesson.powers_off)  # behind the prologue, where the frame has the status
    events: Any = gdb.events  # their types differ from one version of the stubs to the next
    events.stop.connect(lesson.stopped)
    events.gdb_exiting.connect(lambda event: lesson.end())
    events.cont.connect(lesson.resumed)
    events.memory_changed.connect(lesson.wrote)
    events.register_changed.connect(lesson.set_register)
    events.inferior_call.connect(lesson.called)
    for starter in starters:
        starter(lesson)
    if lesson.announces:
        stops = spelling.count(len(lesson.stops.all), "stop")
        session.say(f"{lesson.stops.lesson()}, in {stops}. Type continue to go on to the next one.")
    _Again(lesson, "run", "Start the lesson again, on a fresh machine.\n\nUsage: run")
    _Again(lesson, "start", "The same as run: start the lesson again.\n\nUsage: start")
    guide.introduce()
    lesson.switch_on()
    gdb.execute("continue")


def become(task: str, words: List[str]) -> None:
    """Ends the lesson, and has make do another task in this terminal, with variables such as LESSON=02."""
    lesson().end()
    os.chdir(session.HOME)
    with suppress(ValueError):  # what GDB has blocked must not stay so in its successor
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
    # An exercise that make was started for would be handed on.
    try:
        os.execvp("make", ["make", "--no-print-directory", task, *words, "EXERCISE="])
    except OSError as fault:
        said = " ".join(["make", task, *words])
        raise gdb.GdbError(f"make cannot be started ({fault.strerror}); quit, and type {said}.")


class _Again(gdb.Command):
    """GDB's own run and start cannot restart a remote machine; these can."""

    def __init__(self, lesson: Lesson, name: str, manual: str) -> None:
        self._lesson, self._name = lesson, name
        self.__doc__ = manuals.laid_out(manual, session.width())
        super().__init__(name, gdb.COMMAND_RUNNING)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Starts again; arguments are for programs, a lesson takes none."""
        self.dont_repeat()
        with session.sentences(self._name, lambda: "lab says where you are"):
            if argument.strip():
                raise gdb.GdbError(f"{self._name} takes no arguments in a lesson; type {self._name} alone.")
            self._lesson.switch_on()
            gdb.execute("continue")
