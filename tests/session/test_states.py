"""show-list on targets in every bad state: a clear sentence, and what could be read; nothing else is changed."""

import json
import os
import re
import signal
import subprocess
from array import array

import pytest

from buddylab.course.player import Session
from session.conftest import LIMIT, ROOT, children, qemu_of, read_by, wait_until
from session.stranger import LOAD, START, SV39, compiled, found, machine, typed, words
from session.stub import Stub, chain

POOL = 0x81000000  # where the long list lies


@pytest.fixture
def terminal(tmp_path):
    """Opens a GDB in a terminal, in a folder of its own."""
    opened = []

    def open_session(*commands, program=""):
        line = " ".join(f"'{word}'" for word in START)
        opened.append(
            Session(
                ROOT, f"cd '{tmp_path}' && exec {line} '{program}'" if program else f"cd '{tmp_path}' && exec {line}"
            )
        )
        for command in commands:
            opened[-1].type(command)
        return opened[-1]

    yield open_session
    for session in opened:
        for pid in children(session.terminal.pid):
            os.kill(pid, signal.SIGKILL)
        session.kill()


def test_no_process(tmp_path):
    program = compiled(tmp_path, "own")
    assert "Nothing is running, so there is no memory to read; type run" in typed(
        tmp_path, LOAD, "show-list sound", program=program
    )
    assert "Nothing is running" in typed(tmp_path, LOAD, "show-list 0x1000")


def test_no_symbols(tmp_path):
    program = compiled(tmp_path, "own")
    shown = typed(tmp_path, "break ready", "run", "print &sound", "print &ready", program=program)
    sound, ready = re.findall(r"^\$\d = .* (0x[0-9a-f]+) <", shown, re.M)
    subprocess.run(["strip", program], check=True)
    first = ["starti", f"break *{ready}", "continue", LOAD]  # GDB sees to it that addresses are the same in each run
    shown = typed(tmp_path, *first, f"show-list *(long **) {sound} --out -", "show-list sound", program=program)
    assert (found(shown)[0]["end"], found(shown)[0]["length"]) == ("null", 3)
    assert "GDB cannot evaluate sound: No symbol" in shown


def test_a_head_that_was_optimised_out(tmp_path):
    program = compiled(tmp_path, "optimised", "-O2")
    shown = typed(
        tmp_path, "break puts", "run", "up", LOAD, "show-list gone", "show-list kept --out -", program=program
    )
    assert "gone was optimised out by the compiler; build with -O0, or name a global list." in shown
    assert [node["label"] for node in found(shown)[0]["nodes"]] == ["nodes[0]", "nodes[1]"]


RUNNING = "The target is running, so its memory can change at any moment; type interrupt to stop it first."


def test_a_running_machine(terminal):
    session = terminal(LOAD, machine(SV39), "break *step_1", "continue", "delete 1", program=SV39)
    assert "Continuing." in "".join(session.type("continue &"))
    assert RUNNING in words("\n".join(session.type("show-list sound")))
    session.terminal.sendline("interrupt")
    session.terminal.expect("SIGINT")
    assert "4 nodes, ends in null." in "\n".join(session.type("show-list sound"))


@pytest.mark.parametrize("mode", ["on", "off"])
def test_a_running_process(tmp_path, terminal, mode):
    program = compiled(tmp_path, "own")
    session = terminal(f"set non-stop {mode}", LOAD, "break ready", "run", program=program)
    assert "3 nodes, ends in null." in "\n".join(session.type("show-list sound"))
    session.type("continue &")
    assert RUNNING in words("\n".join(session.type("show-list sound")))
    session.terminal.sendline("interrupt")
    session.terminal.expect("stopped|SIGINT")
    assert "3 nodes, ends in null." in "\n".join(session.type("show-list sound"))


def test_a_target_that_dies_in_the_middle_of_a_walk(tmp_path):
    # [0x10000] -> 0x11000 -> 0x12000 -> and at 0x13000 nobody answers
    target = Stub(chain([0x10000, 0x11000, 0x12000, 0x13000, 0x14000], ">Q"), dies_at=0x13000)
    first = ["set architecture s390:64-bit", "set endian big", f"target remote {target.path}", LOAD]
    again = "show-list *(long **) 0x10000"
    shown = typed(tmp_path, *first, "show-list *(long **) 0x10000 --out - --out a.svg --out a.txt", again)
    data = found(shown)[0]
    assert [node["address"] for node in data["nodes"]] == ["0x11000", "0x12000"]
    assert (data["end"], data["problems"][0]["kind"]) == ("limit", "interrupted")
    text = words((tmp_path / "a.txt").read_text())
    assert "2 nodes read, and the list may go on." in text
    assert "The walk ended at node 1 at 0x12000, since the target is gone (Remote connection closed)" in text
    assert (tmp_path / "a.svg").exists()
    assert "Nothing is running, so there is no memory to read" in shown


@pytest.fixture
def pool(tmp_path):
    """A file with a list of eight million nodes, each on another page than the last, at POOL in the machine."""
    size, stride = 1 << 26, 4096 + 8
    memory = array("Q", range(POOL + stride, POOL + size, 8)) + array("Q", range(POOL, POOL + stride, 8))
    memory[(size - stride) // 8] = 0
    (tmp_path / "pool").write_bytes(memory.tobytes())
    return f"-device loader,file={tmp_path}/pool,addr={POOL:#x},force-raw=on"


def test_a_long_walk_that_ends_before_its_time(tmp_path, terminal, pool):
    session = terminal(LOAD, "set architecture riscv:rv64", machine(SV39, more=pool))
    before = read_by(session.terminal.pid)
    session.terminal.sendline(f"show-list *(long **) {POOL:#x} --out long.json")
    wait_until(lambda: read_by(session.terminal.pid) > before + (1 << 25))  # some thousand pages, in hexadecimal
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    shown = words(session.terminal.before)
    assert "Wrote long.json" in shown and "Traceback" not in shown
    data = json.loads((tmp_path / "long.json").read_text())
    assert 1 < data["length"] < 1 << 23
    assert (data["end"], data["problems"][0]["kind"]) == ("limit", "interrupted")
    assert "since Ctrl-C was pressed" in data["problems"][0]["message"]
    again = "\n".join(session.type(f"show-list *(long **) {POOL:#x} --count 5"))
    assert "5 nodes shown" in again


def test_ctrl_c_on_a_slow_target(terminal):
    # Every packet takes 50 ms: the whole walk would take ten seconds.
    target = Stub(chain([0x10000 + 0x1000 * index for index in range(100)], ">Q"), delay=0.05)
    session = terminal("set architecture s390:64-bit", "set endian big", f"target remote {target.path}", LOAD)
    session.terminal.sendline("show-list *(long **) 0x10000")
    wait_until(lambda: 0x20000 in (asked.start for asked in list(target.asked)))
    before = len(target.asked)
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert len(target.asked) - before < 10  # half a second
    shown = words(session.terminal.before)
    count = int(re.search(r"(\d+) nodes? read, and the list may go on", shown).group(1))
    assert 10 < count < 90
    assert "since Ctrl-C was pressed; the list may go on." in shown
    assert "2 nodes shown" in "\n".join(session.type("show-list *(long **) 0x10000 --count 2"))


def test_a_target_that_does_not_answer(terminal):
    # GDB gives up after a few of its own time limits; Ctrl-C cannot shorten that.
    target = Stub(chain([0x10000, 0x11000, 0x12000], ">Q"))
    session = terminal("set architecture s390:64-bit", "set endian big", f"target remote {target.path}", LOAD)
    session.type("set remotetimeout 1")
    target.delay = LIMIT
    shown = words("\n".join(session.type("show-list *(long **) 0x10000")))
    # GDB 16 gives up on a packet by calling the memory unreadable, which is all that anybody can tell then.
    assert "since the target does not answer as it should (" in shown or "cannot be read; expected" in shown


def test_a_machine_that_died_between_two_commands(debug):
    session = debug()
    os.kill(qemu_of(session.gdb()), signal.SIGKILL)
    assert "Nothing is running, so there is no memory to read; type run" in session.text("show-list list")
    assert "Stop 1 of" in session.text("run")


SETTINGS = ["show", "show convenience", "show values", "info display", "info macros", "show user", "pwd"]


def test_no_setting_of_the_user_is_changed(tmp_path):
    program = compiled(tmp_path, "own")
    look = [f"python gdb.execute('{command}')" for command in SETTINGS]
    first = [
        "set width 97",
        "set height 0",
        "set $mine = 7",
        "set language c",
        "set print pretty on",
        "break ready",
        "run",
    ]
    shown = typed(
        tmp_path, *first, "echo MARK\\n", *look, "echo MARK\\n", LOAD, "echo MARK\\n", *look, "echo MARK\\n",
        "show-list sound", "show-list ring --out a.json", "show-list nosuch", "echo MARK\\n", *look, program=program,
    )  # fmt: skip
    _, before, _, loaded, _, after = shown.split("MARK\n")
    assert "$mine = 7" in before and "97" in before
    assert loaded == before and after == before


def test_loading_brings_in_nothing_that_only_reading_and_drawing_need(tmp_path):
    shown = typed(tmp_path, LOAD, "python import sys; print(sorted(sys.modules))")
    modules = re.findall(r"'([\w.]+)'", shown)
    assert "buddylab.commands.show_list" in modules
    assert not {"xml", "json", "tempfile", "subprocess", "buddylab.target.runs.machine"} & set(modules)
    assert not {"buddylab.walk", "buddylab.model", "buddylab.target.values", "buddylab.target.names"} & set(modules)
    tables = {"buddylab.draw", "buddylab.draw.views", "buddylab.draw.views.choice"}  # what the manual is made of
    assert {name for name in modules if name.startswith("buddylab.draw")} <= tables


LESSONS = r"buddylab\.((course|grading|target\.runs)\b.*|"
LESSONS += r"commands\.(guide|lab|ours|predict|recorder|show_writes|view))"


def test_a_stranger_s_session_has_nothing_of_the_lessons(tmp_path, debug):
    program = compiled(tmp_path, "own")
    listed = "python import sys; print(sorted(name for name in sys.modules if name.startswith('buddylab.')))"
    shown = typed(tmp_path, LOAD, listed, "break ready", "run", "show-list sound", listed, program=program)
    loaded, used = [re.findall(r"'([\w.]+)'", line) for line in re.findall(r"^\['buddylab.*$", shown, re.M)]
    assert "buddylab.commands.show_list" in loaded and "buddylab.draw.words.list_text" in used
    assert [name for name in used if re.fullmatch(LESSONS, name)] == []
    # Those names are right: a lesson has them all but what waits for its command.
    session = debug()
    session.type("python import sys")
    late = "buddylab.practice buddylab.model buddylab.memory.image buddylab.course.book rich"
    loaded = session.text(f"python print([name for name in '{late}'.split() if name in sys.modules])")
    assert loaded == "[]", "a start waits for what waits for its command"
    session.type("show-writes list.head")
    ours = re.findall(r"'([\w.]+)'", session.text(listed))
    assert {name.rpartition(".")[2] for name in ours if re.fullmatch(LESSONS, name)} >= {
        "progress", "machine", "run", "stops", "trace", "travel", "writes", "guide", "lab", "ours", "predict", "view",
    }  # fmt: skip


def test_a_script_of_the_user_s_may_load_it(tmp_path):
    (tmp_path / "mine.py").write_text(f"import gdb\ngdb.execute({LOAD!r})\n")
    assert "Nothing is running" in typed(tmp_path, "source mine.py", "show-list 0x1000")
