"""Sessions on computers of every kind: without a locale, as in a bare container or over ssh, and busy ones."""

import os
import signal
import subprocess
import time

import pytest

from session.conftest import GDB, ROOT, qemu_of
from session.stranger import LOAD, compiled, typed

BARE = 'env -i PATH="$PATH" HOME="$HOME" make debug LESSON={}'


def test_our_session_without_a_locale(debug):
    session = debug("01", BARE)
    session.to(6)
    assert "values[15] → values[14]" in session.text("show-list list")
    assert "dashed arrow" in session.said("help show-list")
    assert "=> ✓  6" in session.text("lab steps")
    assert "Wrote build/writes.svg" in session.text("show-writes list.head --count 2 --out writes.svg")
    assert "Stop 5 of 10" in session.text("lab back")


@pytest.mark.parametrize("locale", ["C", "POSIX", "nowhere.UTF-8"])
def test_a_stranger_s_session_without_a_locale(tmp_path, monkeypatch, locale):
    monkeypatch.setenv("LC_ALL", locale)
    commands = ["break ready", "run", LOAD, "show-list sound", "help show-list", "help show-freelists"]
    shown = typed(tmp_path, *commands, program=compiled(tmp_path, "own"))
    assert "→ null\n" in shown and "Show a heap's free lists" in shown


def test_a_machine_that_takes_long_to_start(debug, tmp_path):
    slow = tmp_path / "qemu"
    slow.write_text('#!/bin/sh\ncase "$*" in *-kernel*) sleep 3;; esac\nexec qemu-system-riscv64 "$@"\n')
    slow.chmod(0o755)
    session = debug("01", f"QEMU={slow} make debug LESSON={{}}")
    assert "\nStop 1 of 10: " in "\n".join(session.greeting)


def test_a_machine_that_takes_long_to_answer(debug):
    """Longer than GDB waits by itself: it would ask again, and take the first answer for that to the next question."""
    session = debug("00")
    machine = qemu_of(session.gdb())
    os.kill(machine, signal.SIGSTOP)
    session.terminal.sendline("print words[0]")
    time.sleep(2.5)
    os.kill(machine, signal.SIGCONT)
    session.terminal.expect(r"\$1 = 0\r\n\(gdb\) $")
    assert "words = {0, 0, 0}" in session.text("info locals")


DIES = """define hook-continue
python import os, signal
python ours = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
python for child in open(ours).read().split(): os.kill(int(child), signal.SIGKILL)
end
"""


def test_a_machine_that_dies_before_the_first_stop(tmp_path):
    (tmp_path / "dies.gdb").write_text(DIES)
    command = [GDB, "-nx", "-q", "-x", str(tmp_path / "dies.gdb"), "build/00-first-look.elf", "-x", "gdb/init.gdb"]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    last = " ".join(done.stdout.split()).rpartition("The machine did not come to its first stop (")[2]
    assert last in ("Command aborted); run make doctor.", "Remote connection closed); run make doctor.")
    assert "Traceback" not in done.stdout
