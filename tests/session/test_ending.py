"""Ctrl-C, quit, end of input and kill -9: what lives on, and what must not."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pexpect
import pytest

from alone import alone
from session.conftest import GDB, LIMIT, ROOT, busy, is_alive, qemu_of, wait_until


def run_forever(session):
    """Lets the machine run a loop of one instruction, from which it never comes to a stop, and sees it do so."""
    qemu = qemu_of(session.gdb())
    session.type("delete")
    session.type("stepi")  # away from the stop, whose visits are counted
    session.type("set var *(unsigned short *) $pc = 0xa001")  # c.j to itself
    before = busy(qemu)
    session.terminal.sendline("continue")
    session.terminal.expect("Continuing.")
    wait_until(lambda: busy(qemu) > before + 0.2)


def test_ctrl_c_stops_the_machine_and_leaves_everything_alive(debug):
    session = debug()
    gdb = session.gdb()
    qemu = qemu_of(gdb)
    run_forever(session)
    session.terminal.sendintr()
    session.terminal.expect(r"received signal SIGINT[^(]*\(.*\(gdb\) $")
    assert is_alive(gdb) and is_alive(qemu) and session.terminal.isalive()
    session.type("break lesson")
    assert "Breakpoint 11, lesson ()" in session.text("run")


def test_ctrl_c_and_then_quit_ends_make_without_a_word(debug):
    session = debug()
    run_forever(session)
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert session.quit() == []
    session.terminal.wait()
    assert session.terminal.exitstatus == 0


@pytest.mark.parametrize("way", ["quit", "end of input", "kill", "after the end"])
def test_no_qemu_survives(debug, way):
    session = debug()
    gdb = session.gdb()
    qemu = qemu_of(gdb)
    if way == "quit":
        session.terminal.sendline("quit")
    elif way == "end of input":
        session.terminal.sendeof()
    elif way == "kill":
        os.kill(gdb, signal.SIGKILL)
    else:
        session.to(10)
        session.type("continue")
        wait_until(lambda: not is_alive(qemu), "QEMU outlived its lesson")
        session.terminal.sendline("quit")
    wait_until(lambda: not is_alive(gdb) and not is_alive(qemu), f"QEMU outlived {way}")
    session.terminal.expect(pexpect.EOF)


def test_a_session_that_dies_slowly_is_waited_for(debug):
    session = debug()
    qemu = qemu_of(session.gdb())
    session.terminal.ptyproc.delayafterclose = session.terminal.ptyproc.delayafterterminate = 0  # as if all were busy
    session.kill()
    assert not session.terminal.isalive()
    wait_until(lambda: not is_alive(qemu))


def test_beginning_again_leaves_one_qemu(debug):
    session = debug()
    first = qemu_of(session.gdb())
    session.type("run")
    assert qemu_of(session.gdb()) != first
    assert not is_alive(first)


def test_two_sessions_do_not_meet(debug):
    one, two = debug("01"), debug("02")
    one.to(3)
    two.to(2)
    assert "16" in one.text("p sizeof(values)/8") and "8" in two.text("p sizeof(values)/8")
    one.close()
    assert "Stop 3 of 6" in two.text("continue")


def test_nothing_listens_and_nothing_is_left_behind(debug):
    session = debug()
    qemu = qemu_of(session.gdb())
    sockets = [os.readlink(f"/proc/{qemu}/fd/{fd}") for fd in os.listdir(f"/proc/{qemu}/fd")]
    inodes = {name[8:-1] for name in sockets if name.startswith("socket:")}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            assert line.split()[9] not in inodes, f"QEMU has a {table} socket"
    # The name that the debugger connected to is gone, so that nobody else can, and so is the folder that it lay in.
    lines = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    names = [Path(fields[7]) for fields in lines if fields[6] in inodes and len(fields) > 7]
    assert names and all(name.parent.name.startswith("buddylab-") for name in names), names
    assert not [name for name in names if name.exists() or name.parent.exists()]


def another_user():
    """What to put before a command so that somebody else runs it.

    Only root can, and only where others can run programs at all; else the second session is one of our own.
    """
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    can = os.getuid() == 0 and subprocess.run([*nobody, "true"], stderr=subprocess.DEVNULL).returncode == 0
    return nobody if can else []


def test_a_session_of_another_user_does_not_meet_ours(debug):
    ours = debug()
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        shutil.copytree(ROOT / "gdb", f"{folder}/gdb")
        shutil.copy(ROOT / "build" / "01-intrusive-list.elf", folder)
        command = f"{GDB} -nx -q -batch -iex 'set debuginfod enabled off' 01-intrusive-list.elf -x gdb/init.gdb"
        done = subprocess.run(
            [*another_user(), "sh", "-c", command],
            cwd=folder,
            env={**os.environ, "HOME": folder},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LIMIT,
        )
    assert "Stop 1 of 10" in done.stdout, done.stdout
    assert "Stop 2 of 10" in ours.text("continue")


def left_behind():
    """The folders of sessions that nobody is in; those of other tests come and go meanwhile."""
    folders = {str(path) for path in (ROOT / "build").glob("play-*")}
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            for name in re.findall(rb"BUDDYLAB_OUTPUT=([^\0]+)", path.read_bytes()):
                folders.discard(os.fsdecode(name))
    return folders


@pytest.mark.parametrize("way", ["Ctrl-C", "head", "full", "GDB"])
def test_the_tour_ends_without_a_traceback(way):
    """Somebody stops it; nobody reads on; the disk is full; there is no debugger. Nothing is left behind either."""
    before = left_behind()
    environment = {**os.environ, "GDB": "/bin/false"} if way == "GDB" else None
    with alone(ROOT / "build" / "diagrams"), open("/dev/full" if way == "full" else os.devnull, "w") as output:
        tour = subprocess.Popen(
            ["/usr/bin/python3", "gdb/play.py", "tour"], cwd=ROOT, env=environment, stderr=subprocess.PIPE,
            stdout=subprocess.PIPE if way in ("Ctrl-C", "head") else output, encoding="utf-8",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
        )  # fmt: skip
        if tour.stdout:
            tour.stdout.readline()
            tour.stdout.close() if way == "head" else tour.send_signal(signal.SIGINT)
        said = tour.stderr.read()
        assert tour.wait(LIMIT) == 1 and "Traceback" not in said and said.count("\n") <= 1
    wanted = {"Ctrl-C": "Stopped", "head": "", "full": "No space left on device", "GDB": "The debugger ended when"}
    assert wanted[way] in said
    wait_until(lambda: left_behind() <= before)
