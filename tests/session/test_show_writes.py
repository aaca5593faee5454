"""show-writes: who wrote this word, on the real machine."""

import json
import re

import pytest

from session.conftest import HASH, IMAGE, wait_until
from unit.figure import faults


def stores(session, expression):
    """The stores of a word as (step, function, before, after)."""
    data = json.loads(session.text(f"show-writes {expression} --out -"))
    return [
        (each["step"], each["function"], int(each["before"], 16), int(each["after"], 16))
        for each in data["stores"]
        if not each["earlier"]
    ]


def test_the_pattern_and_the_link_and_pop_never_touches_it(at):
    session = at("01", 10)
    assert stores(session, "values[3]") == [
        (1, "lesson", 0, 0x3333333333333333),
        (5, "linked_list_push", 0x3333333333333333, 0x80218D58),
    ]
    shown = session.text("show-writes values[3]")
    assert shown == (
        "values[3] at 0x80218d60: 2 stores since the reset; it holds 0x80218d58.\n"
        "\n"
        "step 1, lesson() at lab/01-intrusive-list/lesson.c:24: values[i] =\n"
        "  0x1111111111111111 * i;\n"
        "    0x0 → 0x3333333333333333\n"
        "step 5, linked_list_push() at kernel/linked_list.c:16: *item =\n"
        "  (usize)list->head;\n"
        "    0x3333333333333333 → 0x80218d58 values[2]"
    )


def test_a_zero_over_a_zero_is_a_store(at):
    session = at("01", 6)
    assert stores(session, "values[0]") == [(1, "lesson", 0, 0), (5, "linked_list_push", 0, 0)]


def test_the_head_s_initialisation_sixteen_pushes_and_sixteen_pops(at):
    session = at("01", 10)
    found = stores(session, "list.head")
    assert [(step, function) for step, function, _, _ in found] == (
        [(2, "lesson")] + 16 * [(5, "linked_list_push")] + 16 * [(9, "linked_list_pop")]
    )
    nodes = [0x80218D48 + 8 * at for at in range(16)]
    assert [after for _, _, _, after in found] == [0, *nodes, *reversed(nodes[:-1]), 0]
    assert all(before == after for (_, _, _, after), (_, _, before, _) in zip(found, found[1:]))
    shown = session.text("show-writes list.head --count 2")
    assert "33 stores since the reset, of which the last 2 are shown" in re.sub(r"\s+", " ", shown)
    assert shown.count("→") == 2


def test_stores_of_boot_time_frames_stand_apart(at):
    session = at("01", 2)
    data = json.loads(session.text("show-writes left --out -"))
    earlier = [each for each in data["stores"] if each["earlier"]]
    assert earlier and all(each["step"] is None for each in earlier)
    mine = [each for each in data["stores"] if not each["earlier"]]
    assert [each["source"] for each in mine if each["source"].startswith("usize left")]
    assert "Before lesson() was called, when these bytes belonged to other functions:" in session.text(
        "show-writes left"
    )


def test_an_earlier_call_s_frame_is_told_apart(debug):
    session = debug("rounds", IMAGE)
    session.type("lab goto 2 2")
    data = json.loads(session.text("show-writes mine --out -"))
    values = [(each["earlier"], each["function"], each["after"]) for each in data["stores"]]
    assert values[-1] == (False, "twice", "0x2")
    assert (True, "twice", "0x1") in values  # the same bytes, in the first call


def test_words_of_other_sizes_and_stores_in_a_loop(debug):
    session = debug("rounds", IMAGE)
    session.type("lab goto 4")
    assert [after for step, _, _, after in stores(session, "small") if step == 3] == [0, 1, 2]
    data = json.loads(session.text("show-writes sum --out -"))
    assert [(each["step"], each["time"]) for each in data["stores"]][-5:] == [(3, 1), (3, 2), (3, 3), (2, 1), (2, 2)]


def test_it_comes_back_to_the_very_place(debug):
    session = debug()
    session.to(5)
    session.type("break linked_list_push")
    session.type("ignore 11 6")
    session.type("continue")
    session.type("stepi 3")
    session.type("up")
    session.type("display list.head")
    ask = ("info breakpoints", "frame", 'printf "%d\\n", i', HASH)
    registers = [f'printf "%lx\\n", ${name}' for name in ("pc", "sp", "a0", "a5", "ra")]
    before = [session.text(each) for each in (*ask, *registers)]
    for expression in ("list.head", "values[2]", "values[9]"):
        assert "→" in session.text(f"show-writes {expression}")
        assert [session.text(each) for each in (*ask, *registers)] == before
    assert "Breakpoint 11, linked_list_push" in session.text("continue")
    session.type("up")
    assert session.text('printf "%d\\n", i') == "7"


@pytest.mark.parametrize(
    "expression, sentence",
    [
        ("values", "values has 128 bytes; expected one word of it, such as values[0]."),
        ("*(usize (*)[2])values", "expected one word of it, such as (*(usize (*)[2])values)[0]."),
        ("3", "is not in memory"),
        ("lesson", "expected one word"),
        ("nothing", 'No symbol "nothing"'),
        ("*(char *)0x10000000", "is not in the machine's RAM"),
        ("", "needs an expression first"),
        ("list.head --count 0", "expected a whole number of at least 1"),
        ("list.head --since 2", "has no option --since"),
    ],
)
def test_mistakes_are_one_sentence(at, expression, sentence):
    session = at("01", 1)
    shown = session.said(f"show-writes {expression}")
    assert sentence in shown and "Traceback" not in shown and "Python Exception" not in shown
    assert len(shown.splitlines()) == 1


def test_a_machine_changed_by_hand_is_left_alone(debug):
    session = debug()
    session.to(3)
    session.type("set var values[5] = 7")
    assert "and a replay does not repeat that" in session.said("show-writes values[5]")
    assert session.text("p values[5]").endswith("= 7")
    session.type("lab back")
    assert "1 store since the reset" in session.text("show-writes values[5]")


def test_after_the_end_there_is_one_sentence(debug):
    session = debug("02")
    session.to(6)
    session.type("continue")
    assert session.text("show-writes values[0]").startswith("Nothing is running, so there is no history to show")


def test_it_is_written_to_files(at):
    session = at("01", 10)
    shown = session.text("show-writes list.head --out writes.json --out writes.txt")
    assert "Wrote build/writes.json" in shown and "Wrote build/writes.txt" in shown
    assert json.loads((session.folder / "writes.json").read_text())["count"] == 33
    assert (session.folder / "writes.txt").read_text() in shown


def test_ctrl_c_leaves_everything_where_it_was(debug, tmp_path):
    session = debug()
    session.to(10)
    slow = "python import time, buddylab.target.runs.writes as w; old = w._Stores.note; "
    note = f"print(file=open('{tmp_path}/notes', 'a')) or time.sleep(1) or old(*store)"
    session.type(f"{slow} w._Stores.note = lambda *store: {note}")
    session.terminal.sendline("show-writes list.head")
    wait_until(lambda: (tmp_path / "notes").exists() and (tmp_path / "notes").stat().st_size > 2)
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert "Ctrl-C was pressed, so there is no history to show; the machine is where it was." in session.terminal.before
    assert "You stand at stop 10 of 10" in session.text("lab")
    session.type("python w._Stores.note = old")
    assert len(stores(session, "list.head")) == 33


@pytest.mark.parametrize("fails", [1, 2, 3])
def test_the_way_back_is_tried_again(debug, fails):
    session = debug()
    session.to(10)
    session.type(
        "python import buddylab.target.runs.writes as w, buddylab.target.runs.travel as t; real, tries = t.replay, []"
    )
    session.type(f"python t.replay = lambda *all: (tries.append(1), len(tries) > {fails} and real(*all))[1]")
    session.type("python w._Stores.note = lambda *store: exec('raise KeyboardInterrupt')")
    said = session.text("show-writes list.head")
    if fails == 3:
        assert said == "The machine did not come back to where it stood; type lab back or run."
    else:
        assert "the machine is where it was" in said and "You stand at stop 10 of 10" in session.text("lab")


def test_stores_one_right_behind_the_other_are_all_told(debug):
    session = debug("00")  # usize words[3] = {0} is three instructions in a row
    session.to(6)
    together = "python from buddylab.target.runs import writes; from buddylab.commands import ours; found = "
    session.type(
        together + "writes.histories([writes.Wanted('', 0x80218de8 + 8 * i) for i in range(3)], ours.lesson().run)"
    )
    counts = session.text("python print([len(each.own()) for each in found])")
    alone = [len(stores(session, f"words[{at}]")) for at in range(3)]
    assert counts == str(alone) and min(alone) > 1


def test_the_timeline_is_drawn(at):
    session = at("01", 10)
    assert "Wrote build/writes.svg" in session.text("show-writes list.head --out writes.svg --out writes.dot")
    svg = (session.folder / "writes.svg").read_text()
    assert svg.count('class="node word') == 34  # what it held at the reset, and 33 stores
    for text in ("step 2: lesson()", "step 5: linked_list_push()", "step 9: linked_list_pop()", "17: values[15]"):
        assert text in svg, text
    assert faults(svg) == []
    assert "linked_list_pop" in (session.folder / "writes.dot").read_text()
