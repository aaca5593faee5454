"""GDB as a stranger uses it: a session of their own, into which they source gdb/load.py."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from contextlib import suppress

from pexpect import ExceptionPexpect
from pexpect.popen_spawn import PopenSpawn

from session.conftest import GDB, LIMIT, ROOT

PROGRAMS = ROOT / "tests" / "session" / "programs"
OWN = ROOT / "lab" / "own"  # what the walkthrough has its reader compile
LOAD = f"source {ROOT}/gdb/load.py"
START = [GDB, "-nx", "-q", "-iex", "set debuginfod enabled off", "-iex", "set pagination off"]
BATCH = ["-iex", "set prompt", "-iex", "set confirm off", "-iex", "set width 0"]  # as -batch has it, but for the end
QUIET = "-display none -serial none -monitor none -S -gdb stdio"
SV39 = ROOT / "build" / "tests" / "sv39.elf"


def machine(image, bits=64, more=""):
    """What to type to have a machine run `image`."""
    name = f"qemu-system-riscv{bits}"
    return f"target remote | exec {name} -machine virt -bios none -m 128M {QUIET} -kernel '{image}' {more}"


def typed(folder, *commands, program=None):
    """What a GDB prints that is given `commands`, then ends."""
    line = START + ["-batch"] + ([str(program)] if program else [])
    for command in commands:
        line += ["-ex", command]
    done = subprocess.run(
        line, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT
    )
    return sound(done.stdout.decode())


def sound(shown):
    """The same text, in which nothing has gone wrong that a user must never see."""
    for words in ("Traceback", "Python Exception", "Error occurred", "failed (", "internal-error"):
        assert words not in shown, shown
    return shown


class Stranger:
    """A GDB that the tests of a file share: its program stands where it is ready, and has run anew if it was changed.

    Files land in the program's folder. A GDB that hangs or ends is replaced. Numbers of values go on from test to test.
    """

    def __init__(self, program):
        self.folder = program.parent
        self._line = [*START, *BATCH, str(program)]
        self._gdb = None

    def __enter__(self):
        return self

    def shown(self, *commands, changes=False):
        """What appears when the commands are typed where the program is ready; say if they change it by no set var."""
        if self._gdb is None:
            self._gdb = PopenSpawn(self._line, cwd=self.folder, timeout=LIMIT, encoding="utf-8")
            self._typed(*self.begin(), LOAD)
        shown = self._typed(*commands)
        if changes or any(command.startswith("set var ") for command in commands):
            self._typed(*self.again())
        return sound(shown)

    def document(self, command):
        """The document that show-list or show-freelists gives."""
        (data,) = found(self.shown(f"{command} --out -"))
        return data

    def __exit__(self, *reason):
        if self._gdb is not None:
            self._gdb.kill(signal.SIGKILL)  # and the program with it
            self._gdb.wait()
            self._gdb = None

    def begin(self):
        return "break ready", *self.again()

    def again(self):
        return ("run </dev/null",)

    def _typed(self, *commands):
        try:
            for command in (*commands, "echo \\n-- that is all\\n"):
                self._gdb.sendline(command)
            self._gdb.expect_exact("\n-- that is all\n")
        except (OSError, ExceptionPexpect):
            self.__exit__()
            raise
        return self._gdb.before


class Bare(Stranger):
    """The same of a program that has a machine for itself; `folder` is where files land.

    There GDB can call functions of any program. In a process it depends on the processor: GDB 13 cannot where the
    processor has Intel's AMX, since it does not know all the registers that it has to write back.
    """

    def __init__(self, program, folder):
        super().__init__(program)
        self.folder = folder

    def __exit__(self, *reason):
        if self._gdb is not None:
            with suppress(OSError, ExceptionPexpect):  # the machine would outlive GDB
                self._gdb.sendline("kill")
                self._gdb.sendline("echo \\n-- killed\\n")
                self._gdb.expect_exact("\n-- killed\n")
        super().__exit__(*reason)

    def begin(self):
        return machine(self._line[-1]), "break ready", "continue"

    def again(self):
        return "monitor system_reset", "maintenance flush register-cache", "continue"


def words(shown):
    """The text without its line ends."""
    return re.sub(r"\s+", " ", shown)


def names(data):
    """The nodes by their names, how the list ends, and what is wrong with it."""
    nodes = [re.sub(r"(\[\d\]).*", r"\1", node["label"] or node["address"]) for node in data["nodes"]]
    return nodes, data["end"], [problem["kind"] for problem in data["problems"]]


def up(name, first=0, last=3):
    """The names of the elements of an array, in their order."""
    return [f"{name}[{at}]" for at in range(first, last + 1)]


def found(shown):
    """The documents in the output of show-list … --out -."""
    decoder = json.JSONDecoder()
    return [decoder.raw_decode(shown, match.start())[0] for match in re.finditer(r'^\{\n "schema"', shown, re.M)]


def compiled(folder, name, *flags):
    """One of the programs, built in `folder`."""
    out = folder / name
    source = next(place / f"{name}.c" for place in (PROGRAMS, OWN) if (place / f"{name}.c").exists())
    subprocess.run(["cc", "-g", *flags, "-o", out, source], check=True)
    return out
