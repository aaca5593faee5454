"""show-freelists on targets in every bad state, as test_states.py has it for show-list."""

import os
import re
import signal
import struct
import subprocess

import pytest

from session.conftest import ROOT, qemu_of, wait_until
from session.stranger import LOAD, Stranger, compiled, found, typed, words
from session.stub import Stub, chain
from session.test_states import RUNNING, terminal  # noqa: F401: a fixture

HEAP = 0x30000  # where the heap of the stub lies
IMAGE = ROOT / "build" / "05-heap-dealloc.elf"
SHOW = f"show-freelists *(struct buddy_heap *) {HEAP:#x}"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("lists"), "lists", "-O0")) as session:
        yield session


def stub(count, **how):
    """A heap of four lists; on the last: 0x10000 -> 0x11000 -> … -> null, each block on a page of its own."""
    memory = chain([0x10000 + 0x1000 * at for at in range(count)])
    heap = bytearray(4096)
    struct.pack_into("<QQQQQ", heap, 0, 4, 0, 0, 0, 0x10000)
    return Stub({**memory, HEAP: bytes(heap)}, registers=264, **how)


def test_no_process(tmp_path, program):
    for lines in ([f"file {program}", LOAD, "show-freelists HEAP_ALLOCATOR"], [LOAD, "show-freelists 0x1000"]):
        assert "Nothing is running, so there is no memory to read; type run" in typed(tmp_path, *lines)


def test_no_symbols(tmp_path):
    program = compiled(tmp_path, "lists", "-O0")
    ready = re.search(r"^\$1 = .* (0x\w+) <", typed(tmp_path, "break ready", "run", "p &ready", program=program), re.M)
    subprocess.run(["strip", program], check=True)
    lines = ["starti", f"break *{ready.group(1)}", "continue", LOAD, "show-freelists HEAP_ALLOCATOR"]
    assert "GDB cannot evaluate HEAP_ALLOCATOR: No symbol" in typed(tmp_path, *lines, program=program)


def test_a_heap_that_was_optimised_out(tmp_path):
    program = compiled(tmp_path, "optimised", "-O2")
    text = typed(tmp_path, "break puts", "run", "up", LOAD, "show-freelists lost", program=program)
    assert "lost was optimised out by the compiler; build with -O0, or name a global heap." in text


def test_a_block_that_leads_into_nothing(program):
    text = program.shown("set var arena[32] = 0x1008", "show-freelists HEAP_ALLOCATOR --out - --out a.txt --out a.dot")
    data = found(text)[0]
    assert (data["orders"][5]["chain"]["end"], data["orders"][5]["chain"]["length"]) == ("unreadable", 1)
    assert [problem["kind"] for problem in data["problems"]] == ["unreadable"]
    said = words((program.folder / "a.txt").read_text())
    assert "Node 0 (arena[32] at" in said and "holds 0x1008, where memory cannot be read; expected" in said
    assert "unreadable" in (program.folder / "a.dot").read_text()


def test_a_link_back_that_is_wrong(program):
    command = "show-freelists zone --lists free_area"
    text = program.shown(f"{command} --out -", "set var page.prev = &page", f"{command} --out -", command)
    sound, damaged = found(text)
    assert sound["problems"] == [] and sound["orders"][1]["chain"]["nodes"][0]["prev"] is not None
    assert [problem["kind"] for problem in damaged["problems"]] == ["back-link"]
    assert "List 1 is damaged. Node 0 (page.next at" in words(
        text
    ) and "expected zone.free_area[1].next. Wrote" in words(text)


def test_a_running_process(tmp_path, terminal, program):  # noqa: F811
    session = terminal(LOAD, "break ready", "run", "finish", program=compiled(tmp_path, "own"))
    session.type("continue &")
    assert RUNNING in words("\n".join(session.type("show-freelists sound")))


def test_a_target_that_dies_in_the_middle(tmp_path):
    target = stub(20, dies_at=0x14000)
    first = [f"target remote {target.path}", LOAD]
    text = typed(tmp_path, *first, f"{SHOW} --out - --out a.txt --out a.svg", SHOW, program=IMAGE)
    data = found(text)[0]
    assert (data["orders"][3]["chain"]["length"], data["orders"][3]["chain"]["end"]) == (4, "limit")
    assert [problem["kind"] for problem in data["problems"]] == ["interrupted"]
    assert data["taken"] is None  # the ledger was not read any more
    said = words((tmp_path / "a.txt").read_text())
    assert "node 3 at 0x13000, since the target is gone (Remote connection closed); the list may go on." in said
    assert (tmp_path / "a.svg").exists() and "Nothing is running, so there is no memory to read" in text


def test_ctrl_c_in_the_middle(terminal):  # noqa: F811
    target = stub(100, delay=0.05)
    session = terminal(f"target remote {target.path}", LOAD, program=IMAGE)
    session.terminal.sendline(f"{SHOW} --out a.txt")
    wait_until(lambda: 0x14000 in (asked.start for asked in list(target.asked)))
    before = len(target.asked)
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert len(target.asked) - before < 10  # half a second
    text = words(session.terminal.before)
    assert "since Ctrl-C was pressed; the list may go on." in text and "0x10000 → 0x11000" in text


def test_a_machine_that_died_between_two_commands(debug):
    session = debug("04")
    session.to(3)
    os.kill(qemu_of(session.gdb()), signal.SIGKILL)
    assert "Nothing is running, so there is no memory to read; type run" in session.text("show-freelists heap")


def test_two_lists_that_share_a_tail(at, tmp_path):
    # free_list[3] -> 126 -> … -> 30 -> 28 -> … -> 0 -> null, and free_list[4] -> 30
    session = at("05", 8)
    session.type("set var heap.free_list[4].head = (usize *) &memory[30]")
    text = words(session.text(f"show-freelists heap --out {tmp_path}/a.dot --out {tmp_path}/a.json"))
    assert "memory[30] at 0x8021a0f0 is on two lists: list 3 and list 4; expected it on one." in text
    assert '"two-lists"' in (tmp_path / "a.json").read_text()
    assert "list 3 and list 4" in (tmp_path / "a.dot").read_text()
    # For show-list each of them is a list like any other: it is told to look at one.
    tails = []
    for order in (3, 4):
        session.type(f"show-list heap.free_list[{order}] --out {tmp_path}/{order}.txt --out {tmp_path}/{order}.json")
        assert "nodes, ends in null." in words((tmp_path / f"{order}.txt").read_text())
        tails.append(re.findall(r'"next": "(\w+)"', (tmp_path / f"{order}.json").read_text()))
    assert tails[0][-16:] == tails[1]
