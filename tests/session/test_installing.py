"""What make deps, make tour and make test do about a missing tool."""

import pexpect
import pytest

from session.computer import LIMIT, OURS, PREFIX, ROOT, around, script


def test_nobody_is_asked_under_ci(world):
    world.without("dot")
    world.apt("dot", "2.42.2-7")
    done = world.run("make", "deps", CI="true")
    assert done.returncode == 0, done.stdout
    assert done.stdout == "Installed: graphviz\n"
    assert "install -qq -y --no-install-recommends graphviz" in world.log.read_text()


@pytest.mark.parametrize("answer, installs", [("n", False), ("", True)])
def test_a_person_is_asked_first(world, answer, installs):
    world.without("dot")
    world.apt("dot", "2.42.2-7")
    terminal = pexpect.spawn(
        "make deps", cwd=ROOT, env={**around(), "PATH": world.path}, encoding="utf-8", timeout=LIMIT
    )
    terminal.expect_exact("Missing: graphviz. Install with apt-get? [Y/n] ")
    assert not world.log.exists()
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert world.log.exists() == installs
    assert (terminal.exitstatus == 0) == installs


def test_what_is_wrong_after_the_installation_is_told_and_nothing_is_compiled(world, tmp_path):
    world.without("dot")
    world.apt("", "2.42.2-7")
    done = world.run("make", "tour", CI="true")
    assert done.returncode != 0
    assert "Installed: graphviz\ndot was not found.\nThat is still wrong, although" in done.stdout
    assert "make[" not in done.stdout and "gcc" not in done.stdout


def test_what_cannot_work_is_said_before_anything_is_installed(world):
    world.without("gdb-multiarch", "gdb")
    world.apt("", "10.1-1.7")
    done = world.run("make", "tour", CI="true")
    assert done.returncode != 0
    assert "This system has gdb-multiarch 10.1, which is too old; 12 or newer is expected.\nNothing was" in done.stdout
    assert "install" not in world.log.read_text()


def test_a_tool_that_somebody_named_is_mended_by_no_package(world):
    world.apt("gdb-multiarch", "13.1")
    done = world.run("make", "tour", "GDB=gdb", CI="true")
    assert done.returncode != 0 and not world.log.exists()
    assert "does not know RISC-V" in done.stdout and "Leave out GDB=, or name another one.\n" in done.stdout


@pytest.mark.parametrize(
    "manager, line",
    [
        ("dnf", "sudo dnf install gcc-riscv64-linux-gnu qemu-system-riscv gdb graphviz"),
        ("pacman", "sudo pacman -S riscv64-elf-gcc qemu-system-riscv gdb graphviz"),
        ("brew", "brew install riscv64-elf-gcc qemu riscv64-elf-gdb graphviz"),
        (None, "In Debian it is called: gcc-riscv64-unknown-elf qemu-system-misc gdb-multiarch graphviz"),
    ],
)
def test_without_apt_the_packages_are_named_as_they_are_here(world, manager, line):
    world.without(PREFIX + "gcc", "qemu-system-riscv64", "gdb-multiarch", "gdb", "dot")
    if manager:
        world.put(manager, "exit 1")
    done = world.run("sh", "gdb/doctor.sh", "install", "tour")
    assert done.returncode != 0
    assert f"Install what is missing{':' if manager else '.'} {line}\n" in done.stdout


def test_python_modules_for_homebrew(world, tmp_path):
    world.put("brew", "exit 1")
    python = script(tmp_path / "python", "exit 1")
    done = world.run("sh", "gdb/doctor.sh", "install", "tour", PYTHON=python)
    assert done.stdout.endswith("Install what is missing: pip3 install rich markdown-it-py pexpect\n")


def test_a_bare_machine_is_told_what_it_lacks_and_nothing_else(world):
    world.without("gdb-multiarch", "gdb", "qemu-system-riscv64", "dot", "cc", *OURS[-4:])
    python = world.put("no-python", "echo no such thing >&2; exit 127")
    done = world.run("sh", "gdb/doctor.sh", "install", "tour", PYTHON=python)
    told = done.stdout.splitlines()
    assert all(line.endswith(".") for line in told[:-1]) and told[-1].startswith("Install what is missing"), done.stdout
    assert len(told) == 9
