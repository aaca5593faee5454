"""What make and the scripts behind it print fits the terminal, and breaks between words: at 60, 80 and 100 columns."""

import pexpect
import pytest

from session.computer import LIMIT, PREFIX, ROOT, around, run

COLUMNS = [60, 80, 100]
MISTYPED = [
    "make help",
    "make doctor GDB=gdb DOT=/nosuch/dot TOOLPREFIX=none-",
    "make debug GDB=gdb",
    "make debug LESSON=42",
    'make debug LESSON="it\'s | 7"',
    "make grade EXERCISE=42",
    "make debug LESON=01",
    "make 42",
    "make all TOOLPREFIX=none-some-other-compiler- -B",
    "make figures FORMAT=doc",
    "make grade SUBMISSION=/nosuch/folder/of/somebody",
    "sh gdb/doctor.sh install tour",
]


def on(columns, line, path=None):
    """What a command prints on a terminal so wide, and how it ended."""
    environment = {**around(), "TERM": "xterm", **({"PATH": path} if path else {})}
    terminal = pexpect.spawn(
        "/bin/sh", ["-c", line], cwd=ROOT, env=environment, dimensions=(24, columns), encoding="utf-8", timeout=LIMIT
    )
    terminal.expect(pexpect.EOF)
    terminal.close()
    return str(terminal.before).replace("\r", "").splitlines()


@pytest.mark.parametrize("line", MISTYPED)
def test_a_sentence_breaks_between_words(line):
    told = {columns: on(columns, line) for columns in COLUMNS}
    for columns, lines in told.items():
        assert [each for each in lines if len(each) > min(columns, 80)] == []
    assert len({" ".join(" ".join(lines).split()) for lines in told.values()}) == 1


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("manager", ["dnf", None])
def test_what_to_install_fits(world, manager, columns):
    world.without(PREFIX + "gcc", "qemu-system-riscv64", "gdb-multiarch", "gdb", "dot")
    if manager:
        world.put(manager, "exit 1")
    lines = on(columns, "sh gdb/doctor.sh install tour", world.path)
    assert [each for each in lines if len(each) > min(columns, 80)] == []
    start = next(at for at, each in enumerate(lines) if each.startswith("Install what is missing"))
    if manager:  # a command over several lines, to be copied into a shell
        assert all(each.endswith(" \\") for each in lines[start:-1]) and not lines[-1].endswith("\\")
    assert lines[-1].endswith(" graphviz")


@pytest.mark.parametrize("lesson", sorted(path.name[:2] for path in (ROOT / "lab").glob("[0-9][0-9]-*")))
def test_what_a_lesson_prints_on_its_console_fits(lesson):
    """The machine does not know how wide the terminal is."""
    done = run("make", "run", f"LESSON={lesson}")
    assert done.returncode == 0 and ": ok\n" in done.stdout or lesson == "07"
    assert [line for line in done.stdout.splitlines() if len(line) > 60] == []


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_question_fits(world, columns):
    world.without(PREFIX + "gcc", "qemu-system-riscv64", "gdb-multiarch", "gdb", "dot")
    world.apt("", "13.1")
    terminal = pexpect.spawn(
        "make deps", cwd=ROOT, env={**around(), "PATH": world.path}, dimensions=(24, columns), encoding="utf-8",
        timeout=LIMIT,
    )  # fmt: skip
    terminal.expect_exact("[Y/n] ")
    asked = (str(terminal.before) + "[Y/n]").split("\r\n")
    assert asked[0].startswith("Missing: ") and all(len(each) <= min(columns, 80) for each in asked)
    terminal.sendline("n")
    terminal.expect(pexpect.EOF)
