"""make doctor, how tools are chosen, and what make tour and make test do about a missing one."""

import re
import shutil
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import pexpect
import pytest

from session.computer import LIMIT, OURS, PREFIX, ROOT, around, run, script


def test_everything_is_fine_here():
    done = run("make", "doctor")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) > 7 and all(line.startswith("fine ") for line in lines)


REAL = {"GDB": "gdb-multiarch", "QEMU": "qemu-system-riscv64", "DOT": "dot", "PYTHON": "/usr/bin/python3"}
CHANGED = '{real} "$@" | sed "s/^probe: .*/probe: {said}/"'
WITHOUT = 'case "$*" in *{words}*) exit 1;; esac; exec {real} "$@"'


WRONG = [
    # the variable that names a tool, what it does ("" for one that is not there), and what is said of it
    ("GDB", "exit 0", "was built without Python; a GDB with Python 3.9 or newer is expected"),
    ("GDB", CHANGED.format(real="{real}", said="11.2 3.11 riscv"), "is too old; GDB 12 or newer is expected"),
    ("GDB", CHANGED.format(real="{real}", said="13.1 3.8 riscv"), "has Python 3.8 inside; Python 3.9 or newer"),
    ("GDB", CHANGED.format(real="{real}", said="13.1 3.11 other"), "does not know RISC-V; a GDB that knows"),
    ("GDB", CHANGED.format(real="{real}", said="13.1 3.11 riscv rich"), "finds no Python module rich. Install"),
    (
        "GDB",
        CHANGED.format(real="{real}", said="13.1 3.11 riscv markdown_it"),
        "finds no Python module markdown_it.",
    ),
    ("GDB", "", "GDB was not found"),
    ("QEMU", "echo 'QEMU emulator version 6.1.9'", "is too old; QEMU 6.2 or newer is expected"),
    ("QEMU", "echo hello", "does not say its version; QEMU 6.2 or newer is expected"),
    ("QEMU", WITHOUT.format(words="help", real="{real}"), "has no machine named virt; a QEMU for riscv64"),
    ("QEMU", "", "QEMU was not found"),
    ("DOT", WITHOUT.format(words="-V", real="{real}"), "DOT does not run"),
    ("DOT", WITHOUT.format(words="-Tsvg", real="{real}"), "draws no SVG (dot - graphviz"),
    ("DOT", "", "DOT was not found"),
    *(
        ("PYTHON", f"echo {name}", f"has no module {name}. Install python3-")
        for name in ("rich", "markdown_it", "pexpect", "jinja2", "pygments", "pytest", "xdist", "hypothesis")
    ),
    ("PYTHON", "echo xdist", "has no module xdist. Install python3-pytest-xdist, or run"),
    *(
        ("TOOLPREFIX", ("gcc", WITHOUT.format(words=words, real=PREFIX + "gcc")), "does not build for")
        for words in ("-march=rv64", "kernel.ld")
    ),
    *(("TOOLPREFIX", (name, ""), f"{name} was not found") for name in ("gcc", "ar", "objcopy")),
]
KINDS = [[row for row in WRONG if row[0] == variable] for variable in dict.fromkeys(row[0] for row in WRONG)]
ROUNDS = [[row for row in several if row] for several in zip_longest(*KINDS)]


def stand_in(folder, variable, text):
    """What to set the variable to, so that it names a tool that does this."""
    if variable == "TOOLPREFIX":
        for each in ("gcc", "ar", "objcopy"):
            script(folder / f"x-{each}", f'exec {PREFIX}{each} "$@"')
        name, text = text
        (folder / f"x-{name}").unlink()
        if text:
            script(folder / f"x-{name}", text)
        return f"{folder}/x-"
    return script(folder / variable, text.replace("{real}", REAL[variable])) if text else f"/nonexistent/{variable}"


@pytest.fixture(scope="module")
def doubts(tmp_path_factory):
    """What make doctor finds wrong in a round: one tool of each kind at a time, so that few runs are needed."""

    @lru_cache(maxsize=None)
    def of_round(number):
        folder = tmp_path_factory.mktemp("tools")
        named = [f"{variable}={stand_in(folder, variable, text)}" for variable, text, _ in ROUNDS[number]]
        done = run("make", "doctor", *named)
        wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong ")]
        assert done.returncode != 0 and len(wrong) == len(named), done.stdout
        return wrong

    return of_round


@pytest.mark.parametrize(
    "number, variable, words",
    [(number, variable, words) for number, several in enumerate(ROUNDS) for variable, _, words in several],
)
def test_a_tool_that_is_wrong_is_named_with_its_cure(doubts, number, variable, words):
    (line,) = [line for line in doubts(number) if words in line]
    by_package = variable == "PYTHON" or "finds no" in words
    assert line.endswith(", or run make deps." if by_package else f" Leave out {variable}=, or name another one.")


def test_the_native_gdb_of_debian_does_not_know_riscv():
    # gdb-multiarch depends on it, so it is there. It says: Undefined item: "riscv:rv64".
    done = run("make", "doctor", "GDB=gdb")
    assert re.search(r"^wrong  gdb \(GNU gdb .*\) does not know RISC-V; ", done.stdout, re.MULTILINE), done.stdout
    done = run("make", "debug", "GDB=gdb")
    assert re.match(
        r"gdb \(GNU gdb .*\) does not know RISC-V; .*; run make deps, or make doctor .*\.\nmake", done.stdout
    )


def test_a_host_compiler_without_sanitizers(world):
    world.put("cc", 'case "$*" in *-fsanitize*) exit 1;; esac; exec gcc "$@"')
    done = world.run("make", "doctor")
    assert (
        "wrong  No C compiler with AddressSanitizer for this computer was found. Install gcc libc6-dev" in done.stdout
    )


@pytest.mark.parametrize("name", ["clang-format", "black", "flake8", "mypy"])
def test_what_lint_misses(world, name):
    programs = ("clang-format", "black", "flake8", "mypy")
    for each in programs:
        world.put(each, "exit 0")
    world.without(name)
    done = world.run("sh", "gdb/doctor.sh", "install", "lint")
    assert done.returncode != 0 and done.stdout.startswith(f"{name} was not found.\n")


@pytest.mark.parametrize("name", ["chromium", "chromedriver", "pdftotext"])
def test_what_the_pages_tests_miss(world, name):
    for each in ("chromium", "chromedriver", "pdftotext"):
        world.put(each, "exit 0")
    world.without(name)
    done = world.run("sh", "gdb/doctor.sh", "install", "test-pages")
    assert done.returncode != 0 and f"{name} was not found.\n" in done.stdout


FOREIGN = ("g++", "pkg-config", "rustc")


@pytest.mark.parametrize(
    "name, package",
    [
        ("g++", "g++"),
        ("pkg-config", "pkg-config"),
        ("rustc", "rustc"),
        ("glib.h", "libglib2.0-dev"),
        ("utlist.h", "uthash-dev"),
        ("boost/intrusive/list.hpp", "libboost-dev"),
        ("Rust's crate spin", "librust-spin-dev"),
    ],
)
def test_what_the_tests_of_foreign_lists_miss(world, tmp_path, name, package):
    for each in FOREIGN:
        world.put(each, "exit 0")
    (tmp_path / "spin-0.9.5").mkdir()
    compiles = f'case "$*" in *" -E"*) ! grep -q "{name}" && exit 0; exit 1;; esac; exec {shutil.which("cc")} "$@"'
    for each in ("cc", "g++"):
        world.put(each, compiles)
    if name in FOREIGN:
        world.without(name)
    if " " in name:
        (tmp_path / "spin-0.9.5").rmdir()
    done = world.run("sh", "gdb/doctor.sh", "install", "test-foreign", CRATES=str(tmp_path))
    told = done.stdout.splitlines()
    assert done.returncode != 0 and f"{name} was not found." in told, done.stdout
    assert told[-1].split(": ")[1].split()[0] == package, done.stdout
    if name != "g++":  # without which no header of C++ is found
        assert len(told) == 2, done.stdout


def test_a_gdb_is_chosen_by_what_it_can_do(world):
    assert world.chosen()["GDB"] == "gdb-multiarch"
    world.link("gdb-multiarch", "gdb")  # a native one of that name
    world.link("riscv64-elf-gdb", "gdb-multiarch")
    assert world.chosen()["GDB"] == "riscv64-elf-gdb"
    world.without("gdb-multiarch", "riscv64-elf-gdb")
    found = world.chosen()
    assert found["GDB"] == "gdb" and "does not know RISC-V" in found["GDB_FAULT"]
    world.link("gdb", "gdb-multiarch")  # built for all targets, as on Fedora and Arch
    found = world.chosen()
    assert found["GDB"] == "gdb" and not found["GDB_FAULT"]
    world.without("gdb")
    assert world.chosen()["GDB_FAULT"] == "gdb-multiarch was not found"


def test_a_compiler_is_chosen_by_what_it_can_do(world):
    for each in ("gcc", "ar", "objcopy"):
        world.link(f"riscv64-elf-{each}", PREFIX + each)
    world.put(PREFIX + "gcc", "exit 1")
    found = world.chosen()
    assert (found["TOOLPREFIX"], found["TOOLPREFIX_FAULT"]) == ("riscv64-elf-", "")


def test_an_older_compiler_spells_the_machine_otherwise(world):
    assert world.chosen()["MARCH"] == "rv64imac_zicsr"
    real = shutil.which(PREFIX + "gcc")
    newer = 'for each; do shift; set -- "$@" "$(echo "$each" | sed "s/^-march=rv64imac$/&_zicsr/")"; done'
    world.put(PREFIX + "gcc", f'case "$*" in *_zicsr*) exit 1;; esac; {newer}; exec {real} "$@"')
    found = world.chosen()
    assert (found["MARCH"], found["TOOLPREFIX_FAULT"]) == ("rv64imac", "")


def test_tools_are_looked_at_again_only_when_others_are_at_hand(world, tmp_path):
    told = tmp_path / "tools.mk"
    world.put("gdb-multiarch", f'echo asked >>{tmp_path}/asked; exec {shutil.which("gdb-multiarch")} "$@"')

    def asked():
        assert world.run("sh", "gdb/tools.sh", str(told)).returncode == 0
        return (tmp_path / "asked").read_text().count("asked")

    first = asked()
    assert asked() == first
    world.link("riscv64-elf-gdb", "gdb-multiarch")
    assert asked() > first


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


@pytest.mark.parametrize("task, tool", [("debug", "GDB"), ("debug", "QEMU"), ("run", "QEMU"), ("grade", "GDB")])
def test_a_tool_that_is_named_wrongly_is_called_missing(task, tool):
    done = run("make", task, f"{tool}=nosuch")
    assert done.stdout.startswith("nosuch was not found; run make deps, or make doctor to see more.\nmake: ***")


def test_a_compiler_that_is_named_wrongly_is_called_missing():
    done = run("make", "all", "TOOLPREFIX=none-", "-B")
    assert " none-gcc was not found; run make deps, or make doctor to see more.  Stop." in done.stdout


def test_a_bare_machine_is_told_what_it_lacks_and_nothing_else(world):
    world.without("gdb-multiarch", "gdb", "qemu-system-riscv64", "dot", "cc", *OURS[-4:])
    python = world.put("no-python", "echo no such thing >&2; exit 127")
    done = world.run("sh", "gdb/doctor.sh", "install", "tour", PYTHON=python)
    told = done.stdout.splitlines()
    assert all(line.endswith(".") for line in told[:-1]) and told[-1].startswith("Install what is missing"), done.stdout
    assert len(told) == 9


def test_every_thing_has_a_package_everywhere():
    text = Path(ROOT / "gdb" / "doctor.sh").read_text()
    table = text.partition("<<'TABLE'\n")[2].partition("\nTABLE")[0].splitlines()
    assert all(len(line.split()) == 5 for line in table)
    asked = re.findall(r"^ +(?:tool|program|header) (\w+)", text, re.MULTILINE)
    asked += ["cc", "black", "flake8", "mypy", "graphviz", "spin"]
    asked += [name for line in re.findall(r"modules ([\w ]+)", text) for name in line.split()]
    assert set(asked) <= {line.split()[0] for line in table}
