"""make doctor, and what make tour and make test do about a missing tool."""

import os
import shutil
import subprocess

import pexpect
import pytest

from buddylab.course.player import surroundings
from session.conftest import LIMIT, ROOT

WITHOUT = {"TOOLPREFIX": "none-", "QEMU": "none", "GDB": "none", "DOT": "none"}
TOOLS = "sh cat head sed grep mktemp rm id uname cut printf dirname true"


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def run(*command, **environment):
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**surroundings(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=LIMIT,
    )


def test_everything_is_fine_here():
    done = run("make", "doctor")
    assert done.returncode == 0, done.stdout
    assert all(line.startswith("fine ") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    "variable, stand_in, words",
    [
        ("QEMU", "", "was not found. Install qemu-system-"),
        ("QEMU", "echo 'QEMU emulator version 5.2.0'", "is too old; QEMU 7.0 or newer is expected. Install qemu"),
        ("QEMU", "echo 'QEMU emulator version 9.1.0'", "has no machine named virt"),
        ("GDB", "", "No GDB was found. Install gdb-multiarch"),
        ("GDB", "echo 'GNU gdb 14.1'", "was built without Python 3.9 or newer. Install gdb-multiarch"),
        ("GDB", "echo 'GNU gdb 11.2'; echo gdb old", "is too old; GDB 12 or newer is expected"),
        ("GDB", "echo 'GNU gdb 14.1'; echo python good", "does not know riscv:rv64"),
        ("DOT", "", "was not found. Install graphviz"),
        ("DOT", "exit 1", "does not run. Install graphviz"),
    ],
)
def test_a_tool_that_is_wrong_is_named_with_its_cure(tmp_path, variable, stand_in, words):
    tool = script(tmp_path / "tool", stand_in) if stand_in else "/nonexistent/tool"
    done = run("make", "doctor", f"{variable}={tool}")
    assert done.returncode != 0
    wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong ")]
    assert len(wrong) == 1 and words in wrong[0], done.stdout


def test_a_compiler_that_is_missing():
    done = run("make", "doctor", "TOOLPREFIX=/nonexistent/riscv-")
    assert (
        "wrong  No C compiler for riscv64 was found. Install gcc-riscv64-unknown-elf, or run make deps." in done.stdout
    )


def test_a_tool_installed_a_moment_ago_is_found():
    # make tour hands the names down as empty when it starts without them
    assert run("make", "doctor", TOOLPREFIX="", GDB="").returncode == 0


@pytest.fixture
def apt(tmp_path):
    """An apt-get that only writes down what it was asked for, and installs nothing."""
    script(tmp_path / "apt-get", f'echo "$@" >> {tmp_path}/log')
    return {"PATH": f"{tmp_path}:{os.environ['PATH']}", "DOT": "/nonexistent/dot"}, tmp_path / "log"


def test_nobody_is_asked_under_ci(apt):
    environment, log = apt
    done = run("make", "deps", **environment, CI="true")
    assert done.returncode == 0, done.stdout
    assert done.stdout == "Installed: graphviz\n"
    assert "install -qq -y --no-install-recommends graphviz" in log.read_text()


@pytest.mark.parametrize("answer, installs", [("n", False), ("", True)])
def test_a_person_is_asked_first(apt, answer, installs):
    environment, log = apt
    without_ci = {name: value for name, value in surroundings().items() if name != "CI"}
    terminal = pexpect.spawn("make deps", cwd=ROOT, env={**without_ci, **environment}, encoding="utf-8", timeout=LIMIT)
    terminal.expect_exact("Missing: graphviz. Install with apt-get? [Y/n] ")
    assert not log.exists()
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert log.exists() == installs
    assert (terminal.exitstatus == 0) == installs


def test_without_apt_the_packages_are_named(tmp_path):
    for tool in TOOLS.split():
        found = shutil.which(tool)
        if found:
            (tmp_path / tool).symlink_to(found)
    done = run("/bin/sh", "gdb/doctor.sh", "install", "tour", **WITHOUT, PATH=str(tmp_path))
    assert done.returncode != 0
    for package in ("gcc-riscv64-unknown-elf", "qemu-system-misc", "gdb-multiarch", "graphviz"):
        assert package in done.stdout
    assert "package manager of your system" in done.stdout


@pytest.mark.parametrize("task, tool", [("debug", "GDB"), ("run", "QEMU")])
def test_a_tool_that_is_named_wrongly_is_called_missing(task, tool):
    done = run("make", task, **{tool: "nosuch"})
    assert done.stdout.startswith("nosuch was not found; run make deps, or make doctor to see more.\nmake: ***")
