"""What every command needs of the session that it is typed in: its terminal, its sentences, where the target stands."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import Callable, Iterable, Iterator, Optional, Tuple, TYPE_CHECKING

import gdb

from buddylab.model import Moment
from buddylab.target import ask

if TYPE_CHECKING:
    from buddylab.target.run import Visit

HOME = os.getcwd()  # the project's root, where init.gdb starts
OUTPUT = os.environ.get("BUDDYLAB_OUTPUT") or "build"  # GDB's working directory in a lesson: figures land there


class Session:
    """A session of the user's own, of which nothing is known. ours.Lesson is one in which more is."""

    last: Optional[Tuple[str, str]] = None  # the command that showed a list or heap last, and what stood behind it

    def moment(self) -> Moment:
        """Where the machine stands, for the title of a figure."""
        return Moment()

    def earlier(self, since: Optional[int]) -> Optional[Visit]:
        """The visit that a figure is compared with; GdbError where there is none to stop `since`."""
        if since is not None:
            raise gdb.GdbError("--since needs the numbered stops of a lesson; start one with make debug LESSON=01.")
        return None

    def shown(self, name: str) -> str:
        """How to name a file of GDB's working directory to somebody who may stand in another one."""
        return name


at_hand = Session()  # a lesson puts itself here


def width() -> int:
    """How many columns the terminal has, or GDB was told to use."""
    columns, terminal = gdb.parameter("width"), shutil.get_terminal_size().columns
    # GDB counts one less on a terminal that does not go to the next line by itself.
    return terminal if columns in (None, terminal - 1) else int(str(columns))


def rows(lines: Iterable[str]) -> int:
    """How many rows of the terminal they take: one that is longer than it is wide goes on in the next."""
    return sum(1 + max(0, len(line.expandtabs()) - 1) // width() for line in lines)


def say(sentence: str) -> int:
    """Writes a sentence to the terminal, as wide as it is; gives how many lines it took."""
    from buddylab.draw.words import dump  # takes a moment to load, and nothing is said before the first stop

    with dump.on_terminal(width()):
        text = dump.fill(sentence) + "\n"
    gdb.write(text)
    return text.count("\n")


@contextmanager
def sentences(command: str, advice: Callable[[], str]) -> Iterator[None]:
    """Whatever goes wrong meanwhile becomes a GdbError of one sentence; `advice` ends it where GDB would not go on."""
    try:
        yield
    except gdb.error as fault:
        raise gdb.GdbError(f"GDB could not do that: {ask.told(fault)}; {advice()}.")
    except gdb.GdbError:
        raise
    except Exception as fault:  # a mistake of ours must not bury the user under a traceback
        raise gdb.GdbError(f"{command} failed ({type(fault).__name__}: {fault}); please report it with the command.")
