"""Our lessons' session: starting the machine, saying where it stopped, and run and start, which begin again."""

from __future__ import annotations

import linecache
import os
from typing import Any, Optional

import gdb

from buddylab.target.machine import Machine
from buddylab.model import Moment
from buddylab.target.stops import Stop, Stops, Visit

HOME = os.getcwd()  # the project's root, where init.gdb starts
OUTPUT = os.environ.get("BUDDYLAB_OUTPUT") or "build"  # GDB's working directory: figures land there
AROUND = 3  # lines of source shown before and after the line of the stop

machine: Optional[Machine] = None
stops: Optional[Stops] = None


def moment() -> Moment:
    """Where the machine stands, for the title of a figure; nothing is known in a session that is not ours."""
    if stops is None:
        return Moment()
    here = stops.here()
    if here is not None:
        return Moment(stops.lesson(), here.number, here.title)
    frame = gdb.selected_frame()
    return Moment(stops.lesson(), None, f"{frame.name()}(), line {frame.find_sal().line}")


def earlier(since: Optional[int]) -> Optional[Visit]:
    """The visit that a figure is compared with."""
    if stops is not None:
        return stops.earlier(since)
    if since is not None:
        raise gdb.GdbError("--since needs the numbered stops of a lesson; start one with make debug LESSON=01.")
    return None


def shown(name: str) -> str:
    """How to name a file of GDB's working directory to somebody who may stand in another one."""
    path = os.path.abspath(name)
    return os.path.relpath(path, HOME) if path.startswith(HOME + os.sep) and stops is not None else name


def begin() -> None:
    """Sets the breakpoints, starts the machine and runs to stop 1; leaves GDB if that fails. Called by init.gdb."""
    try:
        _begin()
    except gdb.GdbError as fault:
        gdb.write(f"{fault}\n", gdb.STDERR)
        gdb.execute("quit 1")


def _begin() -> None:
    global stops
    os.makedirs(OUTPUT, exist_ok=True)
    gdb.execute(f"cd {OUTPUT}", to_string=True)
    stops = Stops()
    stops.set_breakpoints()
    PowerOff()
    Failure()
    gdb.events.stop.connect(_stopped)
    gdb.events.gdb_exiting.connect(_end)
    count = f"{len(stops.all)} stop" + "s" * (len(stops.all) > 1)
    gdb.write(f"{stops.lesson()}, in {count}. Type continue to go on to the next one.\n")
    Run("run", "Start the lesson again from its beginning, on a fresh machine.\nUsage: run")
    Run("start", "The same as run: start the lesson again, up to its first stop.\nUsage: start")
    _start()


class Run(gdb.Command):
    """GDB's own run and start cannot restart a remote machine; these can."""

    def __init__(self, name: str, manual: str) -> None:
        self.__doc__ = manual
        super().__init__(name, gdb.COMMAND_RUNNING)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Starts again; arguments are for programs, a lesson takes none."""
        self.dont_repeat()
        if argument.strip():
            raise gdb.GdbError("A lesson takes no arguments; type run alone.")
        _start()


class PowerOff(gdb.Breakpoint):
    """Stops before the machine powers off, while it can still say with what status."""

    def __init__(self) -> None:
        super().__init__("power_off", internal=True)
        self.silent = True
        self.reached = False

    def stop(self) -> bool:
        """The lesson is over."""
        global _over
        _over = True
        return True


class Failure(gdb.Breakpoint):
    """Stops at a power-off that reports a failure, so that one can look at what led there."""

    def __init__(self) -> None:
        super().__init__("*power_off", internal=True)
        self.silent = True

    def stop(self) -> bool:
        """Only for a status that is not 0."""
        global _failed
        _failed = int(gdb.parse_and_eval("$a0")) != 0
        return _failed


_over = False  # the machine is about to power off
_failed = False  # with a status that is not 0


def _start() -> None:
    global machine, _over, _failed
    assert stops is not None
    _end()
    stops.visits.clear()
    _over = _failed = False
    gdb.execute("set suppress-cli-notifications on")
    try:
        machine = Machine(str(gdb.current_progspace().filename))
    finally:
        gdb.execute("set suppress-cli-notifications off")
    gdb.execute("continue")


def _stopped(event: Any) -> None:
    global _over, _failed
    if machine is None or stops is None:
        return
    machine.show_console()
    status = int(gdb.parse_and_eval("$a0"))
    if _over:
        _over = False
        _end()
        gdb.write(f"{stops.lesson()} is over: the machine powered off with status {status}.\n")
        gdb.write("Type run to start the lesson again, quit to leave.\n")
        return
    if _failed:
        _failed = False
        gdb.write(f"The machine is about to power off with status {status}: a failure, whose reason stands above.\n")
        gdb.write("Type backtrace to see how it came here, run to start the lesson again.\n")
        return
    stop = stops.here()
    if stop is not None:
        first = not stops.visits
        stops.visit(stop, machine)
        _announce(stop)
        if first:
            gdb.execute("x/1xg $sp", to_string=True)  # from here on a bare x/16g prints words in hexadecimal


def _announce(stop: Stop) -> None:
    """Number, title and the source around the stop."""
    assert stops is not None
    gdb.write(f"\nStop {stop.number} of {len(stops.all)}: {stop.title}\n")
    where = gdb.selected_frame().find_sal()
    if where.symtab is None:
        return
    lines = linecache.getlines(where.symtab.fullname())
    for number in range(max(1, where.line - AROUND), min(len(lines), where.line + AROUND) + 1):
        mark = "=>" if number == where.line else "  "
        gdb.write(f"{mark} {number:3}  {lines[number - 1].rstrip()}".rstrip() + "\n")


def _end(event: Any = None) -> None:
    global machine
    if machine is not None:
        ending, machine = machine, None
        ending.end()
