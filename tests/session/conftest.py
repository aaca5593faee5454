"""Real sessions: QEMU and GDB as a learner starts them."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Tuple

import pytest

from chosen import tool
from buddylab.course.player import Session, Stuck, surroundings
from session.computer import LIMIT, ROOT, World, common

GDB = tool("GDB")
IMAGE = GDB + ' -nx -q -iex "set debuginfod enabled off" build/tests/{}.elf -x gdb/init.gdb'  # a test's own image
# Types out a digest of all the memory that a lesson can write.
HASH = (
    "python import hashlib; print(hashlib.sha1(gdb.selected_inferior().read_memory(0x80200000, 0x1a000)).hexdigest())"
)


class Debugger(Session):
    """A session in a terminal, with what tests ask for beside."""

    def text(self, line: str) -> str:
        """Types a line and gives what appears as one string."""
        return "\n".join(self.type(line))

    def said(self, line: str) -> str:
        """The same, with the lines joined into which a sentence was broken."""
        return re.sub(r"(?<=\S)\n {2,}(?=\S)", " ", self.text(line))

    def to(self, stop: int) -> str:
        """Goes on to a numbered stop."""
        shown = "\n".join(self.greeting)
        while f"\nStop {stop} of" not in shown:
            shown = self.text("continue")
            assert "Stop " in shown, shown
        return shown

    def left(self) -> str:
        """What of all that was typed a reset of the machine leaves behind; "" where the session is over."""
        try:
            breakpoints = "python print([(each.number, each.enabled) for each in gdb.breakpoints()])"
            return self.text(breakpoints) + self.text("info display")
        except (Stuck, OSError):
            return ""

    def gdb(self) -> int:
        """GDB's process id."""
        return int(self.text("python import os; print(os.getpid())"))


@pytest.fixture
def debug() -> Iterator:
    """Opens sessions by lesson, and closes them after the test."""
    opened: List[Debugger] = []

    def open_session(lesson: str = "01", line: str = "make debug LESSON={}", guided: bool = False) -> Debugger:
        opened.append(Debugger(ROOT, line.format(lesson), guided))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()


@pytest.fixture(scope="module")
def kept() -> Iterator[Dict[str, Tuple[Debugger, str]]]:
    """The sessions that the tests of a file share, by lesson, and what was left behind in each at first."""
    sessions: Dict[str, Tuple[Debugger, str]] = {}
    yield sessions
    for session, _ in sessions.values():
        session.close()


@contextmanager
def shared(kept: Dict[str, Tuple[Debugger, str]], failures: Callable[[], int]) -> Iterator[Callable]:
    """Lends the sessions that are `kept` to one test; those that it fails with or leaves changed are kept no longer."""
    used = set()
    before = failures()

    def at(lesson: str, stop: int) -> Debugger:
        if lesson not in kept:
            session = Debugger(ROOT, f"make debug LESSON={lesson}")
            kept[lesson] = session, session.left()
        session, _ = kept[lesson]
        used.add(lesson)
        session.text("lab goto 1")  # stop 1 lies behind every place, so that this is a reset
        if stop > 1:
            assert f"\nStop {stop} of" in session.text(f"lab goto {stop}")
        return session

    yield at
    for lesson in used:
        session, left = kept[lesson]
        if failures() > before or session.left() != left:
            del kept[lesson]
            session.kill()


@pytest.fixture
def at(kept: Dict[str, Tuple[Debugger, str]], request: pytest.FixtureRequest) -> Iterator:
    """Gives a session that stands at a stop; other tests have used it before, but its machine is fresh from a reset.

    For tests that do not mind how a session came where it is.
    """
    with shared(kept, lambda: request.session.testsfailed) as lend:
        yield lend


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs that no test takes away."""
    return common(tmp_path_factory.mktemp("rest"))


@pytest.fixture
def world(tmp_path: Path, rest: Path) -> World:
    """A computer whose tools a test may change."""
    return World(tmp_path, rest)


def piped(commands: str, lesson: str = "01", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Pipes commands into make debug; figures land in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="piped-", dir=ROOT / "build") as folder:
        return subprocess.run(
            ["make", "debug", f"LESSON={lesson}"],
            cwd=ROOT,
            env={**surroundings(), "BUDDYLAB_OUTPUT": folder, **environment},
            input=commands,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LIMIT,
        )


def children(parent: int) -> List[int]:
    """The processes that `parent` has started, zombies left out."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(name))
    return found


def qemu_of(gdb: int) -> int:
    """The one QEMU that belongs to a GDB."""
    found = [pid for pid in children(gdb) if b"qemu" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(found) == 1, found
    return found[0]


def is_alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], what: str = "it never came to that") -> None:
    """Waits as long as a busy machine takes, but not for ever; then fails and says `what`."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def busy(pid: int) -> float:
    """The processor time that a process has used, in seconds: it tells when a run is well under way."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_by(pid: int) -> int:
    """The number of bytes that a process has read: it tells when a walk is well under way."""
    return int(Path(f"/proc/{pid}/io").read_text().split()[1])
