"""What is not known is told as such: it is not changed, and not damaged either."""

import re
import struct

import pytest

from session.conftest import ROOT
from session.stranger import LOAD, compiled, found, machine, typed, words

CODE = "0x80000000"
FAR = "0x81000000"  # RAM behind the image
STAR = r"(null|[]0-9a-f]) \*( |$)"  # the mark of a word that changed
SHOW = "show-list list --memory *(long (*)[2]) 0x81000000"


@pytest.mark.parametrize("since", ["", " --since 5"])
def test_words_that_no_copy_has_are_not_changed(at, since):
    session = at("01", 6)
    for expression, name in ((CODE, CODE), ("&lesson_title", r"lesson_title[0]"), (f"*(long **) {FAR}", FAR)):
        shown = words(session.text(f"show-list {expression}{since}"))
        assert f"{name} was not kept at stop 5, so it is not known whether it changed." in shown
        assert not re.search(STAR, shown) and "Since stop 5" not in shown
        (data,) = found(session.text(f"show-list {expression}{since} --out -"))
        assert data["difference"]["changed"] == data["difference"]["joined"] == []
        assert len(data["difference"]["unknown"]) == 1


def test_beside_words_that_are_known(at):
    session = at("01", 6)
    shown = words(session.text(SHOW))
    assert "0x81000000 and 0x81000008 were not kept at stop 5, so it is not known whether they changed." in shown
    assert "Since stop 5: list.head and values[1] to values[15] changed, 16 of the 19 words shown." in shown
    assert shown.count("not kept") == 1 and len(re.findall(STAR, shown)) == 15
    session.type("lab goto 7")
    assert "whether they changed. The other words shown are as they were at stop 6." in words(session.text(SHOW))
    assert "All words shown are as they were at stop" in words(session.text("show-list list"))


def test_nodes_that_no_copy_has_did_not_join(at):
    # [values[15]] -> 0x81000000 -> values[3] -> … as it was; the copy of stop 6 has no word at 0x81000000
    session = at("01", 6)
    for line in ("values[15] = 0x81000000", "*(long **) 0x81000000 = (long *) &values[3]"):
        session.type(f"set var {line}")
    for command in ("show-list list --out -", "show-list list --since 5 --out -"):
        (data,) = found(session.text(command))
        assert data["length"] == 6
        assert data["difference"]["unknown"] == ["0x81000000"]
        assert FAR not in [change["address"] for change in data["difference"]["changed"]]


def test_a_heap_that_no_copy_has(at):
    session = at("03", 5)
    session.type("set var *(struct buddy_heap *) 0x81000000 = heap")
    shown = words(session.text("show-freelists *(struct buddy_heap *) 0x81000000"))
    assert "was not kept at stop 4, so it is not known what happened to its blocks." in shown
    assert not re.search(STAR, shown) and "Since stop" not in shown
    (data,) = found(session.text("show-freelists *(struct buddy_heap *) 0x81000000 --out -"))
    assert data["difference"]["changed"] == [] and len(data["difference"]["unknown"]) > 7


@pytest.fixture(scope="module")
def cores(tmp_path_factory):
    """The program, and three core files: whole; without the middle page; and the same as a kernel writes it."""
    program = compiled(tmp_path_factory.mktemp("cores"), "left_out", "-O0")
    typed(program.parent, "break ready", "run", "gcore whole", "continue", "gcore short", "kill", program=program)
    core = bytearray((program.parent / "whole").read_bytes())
    (middle,) = re.findall("= .* (0x[0-9a-f]+)", on_core(program, "whole", "print middle"))
    (start,), (size, count) = struct.unpack_from("<Q", core, 32), struct.unpack_from("<HH", core, 54)
    for at in range(start, start + size * count, size):
        if struct.unpack_from("<Q", core, at + 16)[0] == int(middle, 16):
            struct.pack_into("<Q", core, at + 32, 0)  # it has an address and a size, and no bytes in the file
    (program.parent / "kernel").write_bytes(core)
    return program


def on_core(program, core, *commands):
    return typed(program.parent, f"core-file {core}", LOAD, *commands, program=program)


def test_a_page_that_a_core_lacks_is_no_damage(cores):
    look = ["show-list head", "show-list head --out -", "show-list head->next --out -", "show-list *middle"]
    (data, _) = found(on_core(cores, "whole", *look))
    assert (data["length"], data["end"], data["problems"]) == (3, "null", [])
    for core in ("short", "kernel"):  # GDB reads zeros there in the second: the list would have ended in null
        shown = on_core(cores, core, *look)
        (data, rest) = found(shown)
        assert (data["length"], data["end"]) == (1, "unreadable")
        assert (rest["length"], rest["end"]) == (0, "unreadable")
        assert [problem["kind"] for problem in data["problems"] + rest["problems"]] == ["absent", "absent"]
        shown = words(shown)
        assert "1 node read, and the list may go on. Node 0 at 0x" in shown
        assert "where memory cannot be read: the core has no such page." in shown
        assert "*middle cannot be read: the core has no such page." in shown


UNAVAILABLE = """python
import gdb
from buddylab.target import fetch
def asked(address, size, question=fetch.by_question):
    try:
        return question(address, size)
    except gdb.error:  # gdb.MemoryError is one
        raise gdb.error("{}")
fetch.by_question = asked
end
"""


@pytest.mark.parametrize("said, kind", [("value is not available", "absent"), ("something else", "interrupted")])
def test_a_gdb_that_says_it_in_other_words(cores, tmp_path, said, kind):
    """GDB 18 knows of such a page that its value is not available. Whatever it says, each command has an answer."""
    (tmp_path / "words").write_text(UNAVAILABLE.format(said))
    look = ["show-list head --out -", "show-list head->next --out -", "show-list *middle"]
    shown = on_core(cores, "short", f"source {tmp_path}/words", *look)
    assert [problem["kind"] for data in found(shown)[:2] for problem in data["problems"]] == [kind] * 2
    assert "please report it" not in shown
    assert ("*middle cannot be read: the core has no such page." in words(shown)) == (kind == "absent")


def test_what_nobody_sees_speaks_for_no_other_reading(cores):
    # back from the first one leads to null, which is sound; on leads to the page that is not there
    for core in ("whole", "short", "kernel"):
        (data, encoded) = found(on_core(cores, core, "show-list first --out -", "show-list first --link $link --out -"))
        for each in (data, encoded):
            assert (each["length"], each["nodes"][0]["label"]) == (2 if core == "whole" else 1, "first")
            assert [problem["kind"] for problem in each["problems"]] == ["absent"] * (core != "whole")


def test_where_a_core_lists_all_memory_a_wild_pointer_is_told_from_what_it_lacks(cores):
    (data,) = found(on_core(cores, "kernel", "show-list wild --out -"))
    assert [problem["kind"] for problem in data["problems"]] == ["unreadable"]


HARTS = ROOT / "build" / "tests" / "harts.elf"


def harts(folder, *commands):
    """Hart 0 stands in the kernel, hart 1 in user mode."""
    return typed(
        folder, machine(HARTS, more="-smp 2"), "break idle", "continue", LOAD, *commands, "kill", program=HARTS
    )


def test_a_thread_in_user_mode_sees_no_kernel_memory(tmp_path):
    why = "thread 2 is in user mode and sees no kernel memory; thread 1 is in the kernel."
    look = ["head", "*head", "head->next->next", "&nodes[1]", "where", "*where"]
    shown = harts(tmp_path, "show-list head --out -", "thread 2", *(f"show-list {each}" for each in look), "thread")
    assert found(shown)[0]["length"] == 3
    assert words(shown).count(why) == len(look) and "expected" not in shown
    assert "[Current thread is 2 " in shown
    shown = harts(tmp_path, "thread 2", "show-freelists head", "show-list &nodes[1] --out -", "show-list 0x40000000")
    assert "head cannot be read: " + why in words(shown)
    assert [problem["kind"] for problem in found(shown)[0]["problems"]] == ["absent"]
    assert "not a multiple of 8" in shown  # what is its own it sees
    shown = words(harts(tmp_path, "set var $priv = 0", "show-list head"))
    assert "thread 1 is in user mode and sees no kernel memory; no thread is in the kernel; a breakpoint there" in shown
