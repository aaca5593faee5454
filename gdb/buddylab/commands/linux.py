"""The session of make try-linux: Linux is booted, and the walkthrough's chapter on it is read while one looks at it.

The machine stands where /init asks how much memory it is to hold. Each such place is a stop, numbered from 1 on.
"""

from __future__ import annotations

import os
import re
from functools import partial
from typing import Any, Callable, Dict, List, Optional

import gdb

from buddylab.commands import guide, session
from buddylab.commands.lab_command import LabCommand
from buddylab.commands.tutor import PROMPTS, Tutor
from buddylab.course.progress import Seen
from buddylab.course.section import Section
from buddylab.snapshot import Moment
from buddylab.target import heaps, memory, names
from buddylab.target.allocators import choose
from buddylab.target.runs import run
from buddylab.target.runs.linux import Linux, kept
from buddylab.target.runs.run import Visit

FOLDER = os.environ.get("BUDDYLAB_LINUX") or "."  # where make try-linux has put the kernel
INITRD = os.path.join("build", "linux", "initrd")
ZONE = "node_data[0]->node_zones[0]"
BOOTED = "Linux has booted"
MOST = 256  # MiB that /init may take: the kernel needs some of the machine's memory itself
ABOVE = 4  # lines that were printed before the tutor begins
NOT_ASKED = "/init does not ask now; continue brings the machine to where it does."
OFF = "Linux does not run; run boots it."


class Booted(session.OfProject):
    """The machine, and the stops so far with the memory of the zone as it was there."""

    def __init__(self) -> None:
        self.machine: Optional[Linux] = None
        self.visits: List[Visit] = []
        self._release = ""  # which Linux it is
        self._moves = False  # while a command of ours has the machine run

    def boot(self) -> None:
        """Boots Linux on a fresh machine, up to /init's first question."""
        self.end()
        self.visits = []
        session.say("Linux boots, which takes a quarter of a minute.")
        self.machine = Linux(os.path.join(FOLDER, "boot"), os.path.join(session.HOME, INITRD))
        self._moved(self.machine.wait)

    def asks(self) -> bool:
        """Whether the machine stands where /init has asked."""
        return self.machine is not None and self.machine.asks()

    def answer(self, number: int, title: str) -> None:
        """Has /init hold so many MiB; GdbError where it has not asked."""
        if self.machine is None or not self.asks():
            raise gdb.GdbError(self.why())
        self._moved(partial(self.machine.answer, number))
        self.arrived(title)

    def why(self) -> str:
        """Why /init does not ask, in a sentence."""
        return NOT_ASKED if self.machine is not None and self.machine.answers() else OFF

    def stopped(self, event: Any) -> None:
        """GDB tells of every stop; of those that no command of ours waits for, that where /init asks is told."""
        if not self._moves and self.asks():
            if self.visits:
                session.say("/init asks once more, and holds what it held.")
            else:  # somebody had stopped it on its way
                self.arrived(BOOTED)
                reader.begins()

    def _moved(self, move: Callable[[], None]) -> None:
        self._moves = True
        try:
            move()
        finally:
            self._moves = False

    def arrived(self, title: str) -> None:
        """Numbers the stop, says so, and keeps what the zone is like; GdbError where /init has not asked."""
        if self.machine is None or not self.asks():
            raise gdb.GdbError(f"Linux was stopped on its way. {self.why()}")
        self._release = str(gdb.parse_and_eval("init_uts_ns.name.release").string()).partition("+")[0]
        self.visits.append(Visit(len(self.visits) + 1, title, 1, self.machine.clock(), _kept()))
        session.say(f"\nStop {len(self.visits)}: {title}.")

    def moment(self) -> Moment:
        """Where the machine stands, for the title of a figure."""
        here = self.visits[-1:] if self.asks() else []
        name = f"Linux {self._release}"
        return Moment(name, here[0].number, seen=here[0].title) if here else Moment(name)

    def earlier(self, since: Optional[int]) -> Optional[Visit]:
        """The visit that a figure is compared with: the one to stop `since`, else the one before."""
        return run.earlier(self.visits[:-1] if self.asks() else self.visits, since)

    def end(self) -> None:
        """Ends the machine, if there is one."""
        if self.machine is not None:
            ending, self.machine = self.machine, None
            ending.end()


class Reader(Tutor):
    """The same tutor, with one page for the whole session; each boot begins it anew."""

    def __init__(self) -> None:
        super().__init__()
        self._notes = Seen()  # of this boot only

    def begins(self) -> None:
        """Tells the beginning."""
        self.forget()
        self._notes, self._aside = Seen(), not guide.SPEAKS
        if guide.SPEAKS:
            self._tell(guide.room() - PROMPTS - ABOVE)

    def _key(self) -> int:
        return 0

    def _sections(self, key: int) -> List[Optional[Section]]:
        return [guide.linux()]

    def _seen(self) -> Seen:
        return self._notes

    def _runs(self) -> bool:
        return booted.machine is not None and booted.machine.answers()

    def _next(self) -> str:
        return "`run` to boot Linux anew, or `quit`"


booted, reader = Booted(), Reader()


def begin() -> None:
    """Reads the kernel's symbols, boots it, and tells of the chapter; leaves GDB if that fails. Called by linux.gdb."""
    try:
        os.makedirs(session.OUTPUT, exist_ok=True)
        session.say("GDB reads Linux' symbols, which takes half a minute the first time.")
        gdb.execute(f"file {os.path.join(FOLDER, 'vmlinux')}", to_string=True)
        gdb.execute(f"cd {session.OUTPUT}", to_string=True)
        session.at_hand = booted
        events: Any = gdb.events  # their types differ from one version of the stubs to the next
        events.stop.connect(booted.stopped)
        events.gdb_exiting.connect(lambda event: booted.end())
        import buddylab.draw.forms  # noqa: F401  # the first command is not to wait for it

        reader.begin()
        start("")
    except (gdb.error, gdb.GdbError) as fault:
        gdb.write(f"{session.told(str(fault))}\n", gdb.STDERR)
        if booted.machine is None:  # else somebody has stopped it on its way
            gdb.execute("quit 1")


def start(argument: str) -> None:
    """Boots Linux anew, on a fresh machine.

    Usage: run"""
    _none("run", argument)
    booted.boot()
    booted.arrived(BOOTED)
    reader.begins()


def lab(argument: str) -> None:
    """Your tutor: the next passage, or where you are.

    Usage: lab

      lab          the next passage, or where you are and what comes next; Enter alone repeats it
      lab take 64  has /init, the only process of this Linux, hold 64 MiB of memory
      lab give     has it give them back
      run          boots Linux anew"""
    if argument:
        raise gdb.GdbError(f"lab has no command {argument.split()[0]} here; help lab lists its commands.")
    last = booted.visits[-1:] if booted.asks() else []
    reader.read_on(f"Stop {last[0].number}: {last[0].title}." if last else booted.why())


def take(argument: str) -> None:
    """Has /init take memory.

    Usage: lab take MIB

      lab take 64    it holds 64 MiB from here on, and has written to each page of them"""
    if not re.fullmatch(r"\d{1,6}", argument) or not 1 <= int(argument) <= MOST:
        raise gdb.GdbError(f"lab take expects how many MiB, 1 to {MOST}, such as lab take 64.")
    booted.answer(int(argument), f"/init has taken {int(argument)} MiB")


def give(argument: str) -> None:
    """Has /init give all its memory back.

    Usage: lab give"""
    _none("lab give", argument)
    booted.answer(0, "/init has given its memory back")


def back(argument: str) -> None:
    """Only for lessons: Linux cannot go back.

    Usage: run"""
    raise gdb.GdbError("This machine cannot go back to an earlier stop; run boots Linux anew.")


def goto(argument: str) -> None:
    """Only for lessons: Linux cannot go back.

    Usage: run"""
    back(argument)


def _none(command: str, argument: str) -> None:
    if argument:
        raise gdb.GdbError(f"{command} takes no argument; type {command} alone.")


def _kept() -> Dict[int, bytes]:
    """The pages of memory that tell of the zone."""
    value = gdb.parse_and_eval(ZONE)
    image = memory.current()
    return kept(image, choose.shape(ZONE, value, heaps.Layout(), image, names.Names())[0])


class _Command(LabCommand):
    """A command of this session."""

    def _advice(self) -> str:
        return "run boots Linux anew"


_Command("lab", lab, prefix=True)
for _task in (take, give, back, goto):
    _Command(f"lab {_task.__name__}", _task)
_Command("run", start)
