"""make doctor: what is wrong with a tool, or missing, is named with its cure."""

import re
import shutil
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import pytest

from session.computer import PREFIX, ROOT, run, script


def test_everything_is_fine_here():
    done = run("make", "doctor")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) > 7 and all(line.startswith("fine ") for line in lines)


REAL = {"GDB": "gdb-multiarch", "QEMU": "qemu-system-riscv64", "DOT": "dot", "PYTHON": "/usr/bin/python3"}
CHANGED = '{real} "$@" | sed "s/^probe: .*/probe: {said}/"'
WITHOUT = 'case "$*" in *{words}*) exit 1;; esac; exec {real} "$@"'


WRONG = [
    # the variable that names a tool, what it does ("" for one that is not there), and all that is said of it
    ("GDB", "exit 0", "was built without Python; a GDB with Python 3.9 or newer is expected"),
    ("GDB", CHANGED.format(real="{real}", said="11.2 3.11 riscv"), "is too old; GDB 12 or newer is expected"),
    ("GDB", CHANGED.format(real="{real}", said="13.1 3.8 riscv"), "has Python 3.8 inside; Python 3.9 or newer"),
    ("GDB", CHANGED.format(real="{real}", said="13.1 3.11 other"), "does not know RISC-V; a GDB that knows"),
    (
        "GDB",
        CHANGED.format(real="{real}", said="13.1 3.11 riscv rich markdown_it"),
        "finds no Python module rich. Install",
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
        ("PYTHON", f"echo {names}", *(f"has no module {name}. Install python3-" for name in names.split()))
        for names in ("rich pexpect pygments xdist", "markdown_it jinja2 pytest hypothesis")
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
        named = [f"{variable}={stand_in(folder, variable, text)}" for variable, text, *_ in ROUNDS[number]]
        done = run("make", "doctor", *named)
        wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong ")]
        assert done.returncode != 0 and len(wrong) == sum(len(said) for _, _, *said in ROUNDS[number]), done.stdout
        return wrong

    return of_round


@pytest.mark.parametrize(
    "number, variable, words",
    [
        (number, variable, words)
        for number, several in enumerate(ROUNDS)
        for variable, _, *said in several
        for words in said
    ],
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


# Of the programs that a task needs, every second is missing, and then the others.
PROGRAMS = {
    "lint": ("clang-format", "black", "flake8", "mypy"),
    "test-pages": ("chromium", "chromedriver", "pdftotext"),
}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("task", PROGRAMS)
def test_what_a_task_misses(world, task, first):
    missing = PROGRAMS[task][first::2]
    for each in PROGRAMS[task]:
        world.put(each, "exit 0")
    world.without(*missing)
    done = world.run("sh", "gdb/doctor.sh", "install", task)
    told = [line for line in done.stdout.splitlines() if line.endswith(" was not found.")]
    assert done.returncode != 0 and told == [f"{name} was not found." for name in missing], done.stdout


FOREIGN = {
    "g++": "g++",
    "pkg-config": "pkg-config",
    "rustc": "rustc",
    "glib.h": "libglib2.0-dev",
    "utlist.h": "uthash-dev",
    "boost/intrusive/list.hpp": "libboost-dev",
    "Rust's crate spin": "librust-spin-dev",
}


@pytest.mark.parametrize("first", [0, 1])
def test_what_the_tests_of_foreign_lists_miss(world, tmp_path, first):
    missing = list(FOREIGN)[first::2]
    headers = "|".join(each for each in missing if "." in each)
    compiles = f'case "$*" in *" -E"*) ! grep -qE "{headers}" && exit 0; exit 1;; esac; exec {shutil.which("cc")} "$@"'
    for each in ("g++", "pkg-config", "rustc", "cc"):
        world.put(each, compiles if each in ("g++", "cc") else "exit 0")
    world.without(*missing)
    if "Rust's crate spin" not in missing:
        (tmp_path / "spin-0.9.5").mkdir()
    done = world.run("sh", "gdb/doctor.sh", "install", "test-foreign", CRATES=str(tmp_path))
    *told, install = done.stdout.splitlines()
    if "g++" in missing:  # without which no header of C++ is found
        missing.insert(-1, "boost/intrusive/list.hpp")
    assert done.returncode != 0 and sorted(told) == sorted(f"{name} was not found." for name in missing), done.stdout
    assert sorted(install.split(": ")[1].split()) == sorted(FOREIGN[name] for name in missing), done.stdout


def test_every_thing_has_a_package_everywhere():
    text = Path(ROOT / "gdb" / "doctor.sh").read_text()
    table = text.partition("<<'TABLE'\n")[2].partition("\nTABLE")[0].splitlines()
    assert all(len(line.split()) == 5 for line in table)
    asked = re.findall(r"^ +(?:tool|program|header) (\w+)", text, re.MULTILINE)
    asked += ["cc", "black", "flake8", "mypy", "graphviz", "spin"]
    asked += [name for line in re.findall(r"modules ([\w ]+)", text) for name in line.split()]
    assert set(asked) <= {line.split()[0] for line in table}
