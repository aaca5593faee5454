"""GDB's reverse commands in a lesson: back to any place, exactly."""

from session.conftest import IMAGE, busy, qemu_of, wait_until
from session.stranger import LOAD, typed, words
from session.wandering import state


def test_the_very_first_instructions(debug):
    session = debug()
    assert "You stand in _start()" in words(session.text("reverse-stepi 2174"))  # 2183 are executed in front of stop 1
    seen = [state(session)]
    while "You stand" in session.text("reverse-stepi"):
        seen.append(state(session))
    assert 5 < len(seen) < 30
    assert "Nothing lies before this place." in session.text("reverse-stepi")
    for expected in reversed(seen[:-1]):
        session.type("stepi")
        assert state(session) == expected


def test_reverse_step_and_reverse_next_go_the_way_of_step_and_next(debug):
    session = debug()
    for forward, backward in (("step", "reverse-step"), ("next", "reverse-next")):
        session.type("lab goto 5")
        way = []
        for _ in range(12):
            way.append((session.text("info line *$pc"), session.text("p $pc"), session.text("p $sp")))
            session.type(forward)
        for line, pc, sp in reversed(way):
            shown = session.text(backward)
            assert "You stand" in shown
            here = session.text("info line *$pc"), session.text("p $pc"), session.text("p $sp")
            # step stops behind a prologue and next in front of the line; numbers of values differ
            assert here[0].split(" starts")[0] == line.split(" starts")[0], backward
            assert here[2].split("=")[1] == sp.split("=")[1]


def test_reverse_finish_goes_to_the_call(debug):
    session = debug()
    session.type("break linked_list_push")
    session.to(5)
    session.type("continue 9")
    item = session.text("p item").split("=")[1]
    assert "lesson.c:40" in words(session.text("reverse-finish"))
    assert "jal" in session.text("x/i $pc")
    assert session.text("p ptrs[i]").split("=")[1] == item
    session.type("continue")
    assert session.text("p item").split("=")[1] == item
    session.type("up 2")
    assert "Nothing lies before this place." in session.text("reverse-finish")  # nobody calls main


def test_reverse_continue_goes_to_the_breakpoint_or_the_store_before(debug):
    session = debug()
    session.to(7)
    session.type("break linked_list_push if *item == 0x3333333333333333")  # 11
    session.type("watch -location values[14]")  # 12
    session.type("disable 6")
    shown = words(session.text("reverse-continue"))
    assert (
        "Back at watchpoint 12 (-location values[14]): the next instruction changes it. You stand in linked_list_push()"
        in shown
    )
    assert session.text("x/gx 0x80218db8").endswith("0xeeeeeeeeeeeeeeee")
    assert "Hardware watchpoint 12" in session.text("stepi")
    session.type("lab undo")
    assert "Back at breakpoint 11. You stand in linked_list_push()" in words(session.text("reverse-continue"))
    assert session.text("p/x *item").endswith("= 0x3333333333333333")
    session.type("disable")
    shown = words(session.text("reverse-continue"))
    assert "Back at watchpoint" not in shown and "No breakpoint was hit before: this is the beginning." in shown
    assert "You stand at stop 1 of 10" in shown
    assert "Nothing lies before this place." in session.text("reverse-continue")


def test_watchpoints_with_a_condition_and_those_of_no_word(debug):
    session = debug()
    session.to(7)
    session.type("watch -location list.head if list.head == &values[2]")
    session.type("watch left + 1")  # which is no word in memory
    session.type("disable 1-10")
    shown = words(session.text("reverse-continue"))
    assert "Back at watchpoint 11 (-location list.head): the next instruction changes it." in shown
    assert session.text("x/gx 0x80218d40").endswith("0x0000000080218d50")  # &values[1], and then &values[2]
    assert "Watchpoint 12: not looked at, since no word in memory is watched." in shown


def test_gdb_s_short_names_and_manuals(debug):
    session = debug()
    session.to(3)
    for name in ("rs", "rn", "rsi", "rni", "rc"):
        assert "You stand" in session.text(name), name
        assert "lab undo takes it back" in words(session.text(f"help {name}"))
    assert "reverse-step expects how many times" in session.text("reverse-step nowhere")
    assert "reverse-finish takes no argument" in session.text("reverse-finish 2")
    assert "nowhere is no place; expected one, such as jump 40" in words(session.text("jump nowhere"))


def test_in_a_loop_without_end(debug):
    session = debug("forever", IMAGE)
    pid = qemu_of(session.gdb())
    used = busy(pid)
    session.terminal.sendline("continue")
    wait_until(lambda: busy(pid) > used + 0.05)
    session.terminal.sendintr()
    session.terminal.expect_exact("(gdb) ")
    assert "You stand" in session.text("reverse-stepi")
    here = state(session)
    session.type("stepi")
    session.type("reverse-stepi")
    assert state(session) == here


def test_ctrl_c_in_a_search_leaves_the_machine_where_it_stood(debug, tmp_path):
    session = debug()
    session.to(9)
    before = state(session)
    session.type("python import time, buddylab.target.runs.backwards as b; real = b._check")
    slow = f"print(file=open('{tmp_path}/notes', 'a')) or time.sleep(0.2) or real()"
    session.type(f"python b._check = lambda: {slow}")
    session.terminal.sendline("reverse-next")
    wait_until(lambda: (tmp_path / "notes").exists() and (tmp_path / "notes").stat().st_size > 1)
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert "Ctrl-C was pressed; you stand where you stood." in words(session.terminal.before)
    assert state(session) == before
    session.type("python b._check = real")
    assert "You stand" in session.text("reverse-next")


def test_in_a_session_of_one_s_own_they_stay_gdb_s(tmp_path):
    assert "lab undo" not in typed(tmp_path, LOAD, "help reverse-step")
