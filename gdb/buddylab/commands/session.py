"""What every command needs of the session that it is typed in: its terminal, its sentences, where the target stands."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import Callable, Iterable, Iterator, Optional, Tuple, TYPE_CHECKING

import gdb

from buddylab import columns
from buddylab.target import ask

if TYPE_CHECKING:
    from buddylab.snapshot import Moment
    from buddylab.target.runs.run import Visit

HOME = os.getcwd()  # the project's root, where init.gdb starts
OUTPUT = os.environ.get("BUDDYLAB_OUTPUT") or "build"  # GDB's working directory in a lesson: figures land there


class Session:
    """A session of the user's own, of which nothing is known. ours.Lesson is one in which more is."""

    last: Optional[Tuple[str, str]] = None  # the command that showed a list or heap last, and what stood behind it

    def moment(self) -> Moment:
        """Where the machine stands, for the title of a figure."""
        from buddylab.snapshot import Moment  # loaded with what reads memory

        return Moment()

    def earlier(self, since: Optional[int]) -> Optional[Visit]:
        """The visit that a figure is compared with; GdbError where there is none to stop `since`."""
        if since is not None:
            raise gdb.GdbError("--since needs the numbered stops of a lesson; start one with make debug LESSON=01.")
        return None

    def shown(self, name: str) -> str:
        """How to name a file of GDB's working directory to somebody who may stand in another one."""
        return name

    def file(self, name: str) -> str:
        """Which file is meant by a name that somebody typed."""
        return name


class OfProject(Session):
    """One that make has started, in the project's root; GDB stands in OUTPUT since then."""

    def shown(self, name: str) -> str:
        """A file's name from the project's root, where the learner started."""
        path = os.path.abspath(name)
        return os.path.relpath(path, HOME) if path.startswith(HOME + os.sep) else name

    def file(self, name: str) -> str:
        """The file of a name that was typed, or that `shown` has told: build/split.svg, though GDB stands in build/."""
        output = os.path.relpath(os.path.join(HOME, OUTPUT), HOME)
        there = os.path.join(HOME, name)
        is_ours = name.startswith(output + os.sep) and os.path.isdir(os.path.dirname(there))
        return there if is_ours and not os.path.isdir(os.path.dirname(name)) else name


at_hand = Session()  # a lesson puts itself here


def width() -> int:
    """How many columns the terminal has, or GDB was told to use; 0 where a program reads what is written."""
    if not os.isatty(1):
        return 0
    wanted, terminal = gdb.parameter("width"), shutil.get_terminal_size().columns
    # GDB counts one less on a terminal that does not go to the next line by itself.
    return terminal if wanted in (None, terminal - 1) else int(str(wanted))


def rows(lines: Iterable[str]) -> int:
    """How many rows of the terminal they take: one that is longer than it is wide goes on in the next."""
    wide = width() or 80
    return sum(1 + max(0, len(line.expandtabs()) - 1) // wide for line in lines)


def say(text: str) -> int:
    """Writes sentences to the terminal, in lines that are not too long for it; gives how many these are."""
    with columns.on_terminal(width()):
        return _write("\n".join(map(columns.fill, text.split("\n"))))


def row(line: str, hang: int) -> int:
    """Writes a row of a listing; what is too much for a line goes on below, indented by `hang`. Gives the lines."""
    with columns.on_terminal(width()):
        return _write(columns.row(line, hang))


def _write(text: str) -> int:
    gdb.write(text + "\n")
    return text.count("\n") + 1


def told(fault: str) -> str:
    """What is wrong, in lines that are not too long for the terminal; in one where a program may look for it."""
    with columns.on_terminal(width()):
        return columns.fill(fault) if width() else fault


@contextmanager
def sentences(command: str, advice: Callable[[], str]) -> Iterator[None]:
    """Whatever goes wrong meanwhile becomes a GdbError of one sentence; `advice` ends it where GDB would not go on."""
    try:
        yield
    except gdb.error as fault:
        said = f"GDB could not do that: {ask.told(fault)}; {advice()}."
    except gdb.GdbError as fault:
        said = str(fault)
    except Exception as fault:  # a mistake of ours must not bury the user under a traceback
        said = f"{command} failed ({type(fault).__name__}: {fault}); please report it with the command."
    else:
        return
    raise gdb.GdbError(told(said))
