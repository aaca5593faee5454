"""The machine that a lesson runs on: one QEMU a run, reached over a private unix socket, ended with GDB.

QEMU lives in a session of its own, so that Ctrl-C reaches GDB only, and the kernel ends it should GDB be killed. It
counts instructions instead of time (-icount), so that a number of instructions names a place in the run.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import IO, Any, Dict, Iterator, List, Mapping

import gdb

from buddylab.target import ask, fetch
from buddylab.target.runs import packets

PATIENCE = 5  # seconds that QEMU gets to end by itself
# The registers that QEMU's reset leaves as they were: x1 to x31, and what a trap writes.
KEPT = (
    "ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6 mepc mcause mtval"
    " mstatus mie mscratch"
).split()
ANSWER = 60  # seconds that it gets to answer: it may have to start, or to run, before it can


class Machine:
    """A running QEMU to which GDB is connected."""

    def __init__(self, elf: str, words: Mapping[int, int] = {}) -> None:
        """Starts QEMU, stopped before its first instruction, and connects; GdbError says why it could not.

        Whenever it is switched on, `words` stand in its memory, by address, in place of what the program has there.
        """
        self.words = words
        self._zero = 0  # what the counter of instructions showed at the last reset
        self._fresh: Dict[str, int] = {}  # what those of KEPT held before the first instruction
        self._shown = 0  # bytes of the console that were shown already
        self._console = self._opened()
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # QEMU's own words, told only when it does not start
        self._dump = os.fdopen(os.memfd_create("dump"), "rb")  # in memory: five times as fast as on a disk
        folder = tempfile.mkdtemp(prefix="buddylab-", dir="/tmp")  # short: a socket's name has 107 bytes at most
        path = os.path.join(folder, "gdb")
        try:
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(path)
                listener.listen(1)
                self._process = self._spawn(elf, listener.fileno())
            self._connect(path)
        finally:
            shutil.rmtree(folder)

    def answers(self) -> bool:
        """Whether GDB is still connected to it, as far as GDB knows: a kill, say, ends that."""
        return bool(self._connection.is_valid())

    def save(self, start: int, size: int) -> bytes:
        """A copy of `size` bytes of RAM from `start` on, made by QEMU itself: a page a packet would take too long."""
        return fetch.saved(start, size, f"/dev/fd/{self._dump.fileno()}", self._dump.fileno())

    def reset(self) -> None:
        """Switches the machine off and on: registers and memory are those of a fresh one."""
        self._zero = _instructions()  # before: in front of its first instruction GDB would read where no RAM is
        gdb.execute("monitor system_reset", to_string=True)
        for name, value in self._fresh.items():
            packets.set_register(name, value)
        self._set_words()
        gdb.execute("maintenance flush register-cache", to_string=True)  # else GDB believes in the old registers

    def clock(self) -> int:
        """The number of instructions since the reset: in every run the same at the same place."""
        return _instructions() - self._zero

    def forget(self, instructions: int) -> None:
        """So many instructions do not count: those of a function that GDB has had called."""
        self._zero += instructions

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Nothing that the machine prints meanwhile appears: it is a repetition."""
        gdb.execute("monitor chardev-change console null", to_string=True)
        try:
            yield
        finally:
            gdb.execute(f"monitor chardev-change console file,{self._out()}", to_string=True)

    def show_console(self) -> None:
        """Prints what the machine printed since the last call; on a terminal it has appeared there already."""
        if self._console.seekable():
            text = os.pread(self._console.fileno(), 1 << 30, self._shown)
            self._shown += len(text)
            gdb.write(text.decode(errors="replace"))

    def end(self) -> None:
        """Ends QEMU and waits for it; harmless when it has ended."""
        fetch.ours = None
        try:
            if gdb.selected_inferior().pid:
                gdb.execute("kill", to_string=True)
        except gdb.error:
            pass  # the connection had broken, so there is nobody to tell
        try:
            self._process.wait(0.5 if self._process.poll() is None else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)
        self.show_console()

    def _set_words(self) -> None:
        for address, word in self.words.items():
            packets.send(f"M{address:x},8:{word.to_bytes(8, 'little').hex()}")

    def _spawn(self, elf: str, listener: int) -> "subprocess.Popen[bytes]":
        command = _dying_with_us() + [os.environ.get("QEMU") or "qemu-system-riscv64"]
        command += ["-machine", "virt", "-smp", "1", "-display", "none", "-S", "-icount", "shift=0,sleep=off"]
        command += ["-monitor", "none", "-kernel", elf, *self._options()]
        command += ["-chardev", f"file,id=console,{self._out()}", "-serial", "chardev:console"]
        command += ["-chardev", f"socket,id=gdb,fd={listener},server=on,wait=off", "-gdb", "chardev:gdb"]
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                pass_fds=(listener, self._dump.fileno(), self._console.fileno()),
                start_new_session=True,
            )
        except OSError as fault:
            raise gdb.GdbError(f"QEMU cannot be started ({fault}); run make doctor.")

    def _options(self) -> List[str]:
        """What QEMU is told of the machine beside what any of ours has."""
        return ["-bios", "none", "-m", "128M"]

    def _opened(self) -> IO[bytes]:
        """Where the machine's serial port goes: the terminal, opened anew since QEMU changes its mode; else a file."""
        try:
            return open(os.ttyname(sys.__stdout__.fileno() if sys.__stdout__ else 1), "wb", buffering=0)
        except OSError:
            return tempfile.TemporaryFile(buffering=0)

    def _out(self) -> str:
        """Where the console goes, in QEMU's words."""
        return f"path=/dev/fd/{self._console.fileno()},append=on"

    def _connect(self, path: str) -> None:
        try:
            # GDB's own 2 s are too little on a busy computer: it would ask again, and mix up the answers from there on.
            gdb.execute(f"set remotetimeout {ANSWER}")
            gdb.execute(f"target remote {path}", to_string=True)
            self._connection: Any = ask.connection()
            self._fresh = {name: packets.register(name) for name in KEPT}
            self._set_words()
            fetch.ours = self._connection, self.save
        except gdb.error as fault:
            self.end()
            words = os.pread(self._complaints.fileno(), 1000, 0).decode(errors="replace").strip() or str(fault)
            raise gdb.GdbError(f"QEMU did not start ({words.rstrip('.')}); run make doctor.")


def _instructions() -> int:
    return packets.register("minstret")


def _dying_with_us() -> List[str]:
    """The command before QEMU's that makes it die with GDB, where the system has it (util-linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []
