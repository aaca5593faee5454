"""Our lessons' session: starting the machine, saying where it stopped, and run and start, which begin again."""

from __future__ import annotations

import linecache
import os
import shutil
from contextlib import contextmanager
from typing import Any, Callable, Iterator, List, Optional

import gdb

from buddylab.model import Moment
from buddylab.target.stops import Stops, Visit, symbol

HOME = os.getcwd()  # the project's root, where init.gdb starts
OUTPUT = os.environ.get("BUDDYLAB_OUTPUT") or "build"  # GDB's working directory: figures land there
AROUND = 3  # lines of source shown before and after the line of the stop

stops: Optional[Stops] = None
listeners: List[Callable[[Visit], None]] = []  # told of each arrival at a numbered stop


def moment() -> Moment:
    """Where the machine stands, for the title of a figure; nothing is known in a session that is not ours."""
    if stops is None:
        return Moment()
    here = stops.here()
    if here is not None:
        return Moment(stops.lesson(), here.number, here.title + (f" (time {here.count})" if here.count > 1 else ""))
    frame = gdb.selected_frame()
    return Moment(stops.lesson(), None, f"{frame.name()}(), line {frame.find_sal().line}")


def earlier(since: Optional[int]) -> Optional[Visit]:
    """The visit that a figure is compared with."""
    if stops is not None:
        return stops.earlier(since)
    if since is not None:
        raise gdb.GdbError("--since needs the numbered stops of a lesson; start one with make debug LESSON=01.")
    return None


def width() -> int:
    """How many columns the terminal has, or GDB was told to use."""
    columns, terminal = gdb.parameter("width"), shutil.get_terminal_size().columns
    # GDB counts one less on a terminal that does not go to the next line by itself.
    return terminal if columns in (None, terminal - 1) else int(columns)


def say(sentence: str) -> None:
    """Writes a sentence to the terminal, as wide as it is."""
    from buddylab.draw.words import dump  # takes a moment to load, and nothing is said before the first stop

    with dump.on_terminal(width()):
        gdb.write(dump.fill(sentence) + "\n")


def shown(name: str) -> str:
    """How to name a file of GDB's working directory to somebody who may stand in another one."""
    path = os.path.abspath(name)
    return os.path.relpath(path, HOME) if path.startswith(HOME + os.sep) and stops is not None else name


@contextmanager
def sentences(command: str, advice: Callable[[], str]) -> Iterator[None]:
    """Whatever goes wrong meanwhile becomes a GdbError of one sentence; `advice` ends it where GDB would not go on."""
    try:
        yield
    except gdb.error as fault:
        raise gdb.GdbError(f"GDB could not do that: {str(fault).rstrip('.')}; {advice()}.")
    except gdb.GdbError:
        raise
    except Exception as fault:  # a mistake of ours must not bury the user under a traceback
        raise gdb.GdbError(f"{command} failed ({type(fault).__name__}: {fault}); please report it with the command.")


def begin() -> None:
    """Sets the breakpoints, starts the machine and runs to stop 1; leaves GDB if that fails. Called by init.gdb."""
    try:
        _begin()
    except gdb.GdbError as fault:
        gdb.write(f"{fault}\n", gdb.STDERR)
        gdb.execute("quit 1")


def _begin() -> None:
    global stops, _again
    from buddylab.commands import guide  # load.py brings in this file, and needs nobody to guide it

    os.makedirs(OUTPUT, exist_ok=True)
    gdb.execute(f"cd {OUTPUT}", to_string=True)
    guide.begin()
    stops = Stops()
    _again = guide.again()
    stops.set_breakpoints()
    PowerOff()
    Failure()
    gdb.events.stop.connect(_stopped)
    gdb.events.gdb_exiting.connect(end)
    for registry in (gdb.events.memory_changed, gdb.events.register_changed, gdb.events.inferior_call):
        registry.connect(_edited)
    count = f"{len(stops.all)} stop" + "s" * (len(stops.all) > 1)
    gdb.write(f"{stops.lesson()}, in {count}. Type continue to go on to the next one.\n")
    Run("run", "Start the lesson again from its beginning, on a fresh machine.\nUsage: run")
    Run("start", "The same as run: start the lesson again, up to its first stop.\nUsage: start")
    guide.introduce()
    switch_on()
    gdb.execute("continue")


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
        switch_on()
        gdb.execute("continue")


class PowerOff(gdb.Breakpoint):
    """Stops before the machine powers off, while it can still say with what status."""

    def __init__(self) -> None:
        super().__init__("power_off", internal=True)
        self.silent = True

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


_again = ""  # what to do should the lesson's program be unloaded
_over = False  # the machine is about to power off
_failed = False  # with a status that is not 0


def check_program() -> None:
    """Raises GdbError where the program is loaded no more: after file without a name, for example."""
    assert stops is not None
    if gdb.current_progspace().filename is None or symbol("step_1") is None:
        raise gdb.GdbError(f"No program is loaded; {_again}.")


def switch_on() -> None:
    """Starts a fresh machine, which stands before its first instruction; deleted breakpoints of stops come back."""
    global _over, _failed
    from buddylab.target.machine import Machine  # in a session that is not ours nobody waits for it to be loaded

    assert stops is not None
    check_program()
    end()
    stops.visits.clear()
    stops.edited = None
    _over = _failed = False
    _restore_breakpoints()
    gdb.execute("set suppress-cli-notifications on")
    try:
        stops.machine = Machine(str(gdb.current_progspace().filename))
    finally:
        gdb.execute("set suppress-cli-notifications off")


def _restore_breakpoints() -> None:
    """Sets the numbered breakpoints that were deleted, and says so: GDB gives them other numbers."""
    assert stops is not None
    restored = stops.set_breakpoints()
    if restored:
        from buddylab.draw.words import spelling  # takes a moment to load, and few delete them

        many = "s" * (len(restored) > 1)
        was, now = spelling.numbers(list(restored)), spelling.numbers(list(restored.values()))
        say(f"The breakpoint{many} of stop{many} {was} came back as breakpoint{many} {now}.")


def end(event: Any = None) -> None:
    """Ends the machine, if there is one."""
    if stops is not None and stops.machine is not None:
        ending, stops.machine = stops.machine, None
        ending.end()


def runs() -> bool:
    """Whether there is a machine; one that GDB has lost, by a kill or a monitor quit, is ended here."""
    if stops is not None and stops.machine is not None and not stops.machine.answers():
        end()
    return stops is not None and stops.machine is not None


def _edited(event: Any) -> None:
    if stops is not None and stops.machine is not None and stops.edited is None:
        stops.edited = stops.machine.clock()


def _stopped(event: Any) -> None:
    if stops is not None and stops.halt is None:  # while we travel nobody wants to know
        report()


def report() -> None:
    """Says where the machine has come to."""
    global _over, _failed
    if stops is None or stops.machine is None:
        return
    stops.machine.show_console()
    status = int(gdb.parse_and_eval("$a0"))
    if _over:
        _over = False
        end()
        gdb.write(f"{stops.lesson()} is over: the machine powered off with status {status}.\n")
        gdb.write("Type run to start the lesson again, quit to leave.\n")
        return
    if _failed:
        _failed = False
        gdb.write(f"The machine is about to power off with status {status}: a failure, whose reason stands above.\n")
        gdb.write("Type backtrace to see how it came here, run to start the lesson again.\n")
        return
    here = stops.here()
    if here is not None:
        first = not any(visit.pages for visit in stops.visits)
        stops.remember()
        announce(here)
        for listener in listeners:
            listener(here)
        if first:
            gdb.execute("x/1xg $sp", to_string=True)  # from here on a bare x/16g prints words in hexadecimal


def announce(here: Visit) -> None:
    """Number, title and the source around the stop."""
    assert stops is not None
    again = f", time {here.count}" if here.count > 1 else ""
    gdb.write(f"\nStop {here.number} of {len(stops.all)}{again}: {here.title}\n")
    where = gdb.selected_frame().find_sal()
    if where.symtab is None:
        return
    lines = linecache.getlines(where.symtab.fullname())
    for number in range(max(1, where.line - AROUND), min(len(lines), where.line + AROUND) + 1):
        mark = "=>" if number == where.line else "  "
        gdb.write(f"{mark} {number:3}  {lines[number - 1].rstrip()}".rstrip() + "\n")
