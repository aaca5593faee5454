"""lab undo, lab redo and GDB's reverse commands: back to any place, exactly, again and again."""

import pytest

from session.conftest import IMAGE, ROOT, busy, qemu_of, wait_until
from session.stranger import words

WANDER = f"python import sys; sys.path.append('{ROOT}/tests/session'); import wander"
STATE = "python import wander; print(wander.now())"
LESSONS = sorted(path.name[:2] for path in (ROOT / "lab").glob("[0-9][0-9]-*"))
EXERCISES = sorted(path.name[:2] for path in (ROOT / "lab" / "exercises").glob("[0-9][0-9]-*"))
ENDLESS = ("01",)  # exercises in which a finish would not come back
EXERCISE = "make debug EXERCISE={}"


def state(session):
    return session.text(STATE)


@pytest.fixture
def lesson(debug):
    """A lesson's session in which a test can ask for all that there is to be compared."""

    def start(*arguments):
        session = debug(*arguments)
        session.type(WANDER)
        return session

    return start


@pytest.mark.parametrize("number", LESSONS)
def test_random_places_of_a_lesson(lesson, number):
    assert "28 places are the same" in lesson(number).text("python wander.places(7, 28)")


@pytest.mark.parametrize("number", EXERCISES)
def test_random_places_of_an_exercise(lesson, number):
    only = ", ['step', 'next', 'stepi 5']" if number in ENDLESS else ""
    assert "28 places are the same" in lesson(number, EXERCISE).text(f"python wander.places(7, 28{only})")


@pytest.mark.parametrize("image", ["overflow", "rounds", "panic", "trap", "double_free"])
def test_random_places_of_recursions_loops_and_failures(lesson, image):
    assert "12 places are the same" in lesson(image, IMAGE).text("python wander.places(3, 12)")


def test_one_command_after_the_other_is_taken_back_and_done_again(lesson):
    session = lesson()
    session.to(4)
    session.type("break linked_list_push if *item == 0x3333333333333333")
    lines = ["next", "continue", "continue", "up", "stepi", "finish", "set var values[7] = 7", "tbreak 48", "continue"]
    lines += ["until", "advance 61", "nexti 3", "jump 46", "set var $a5 = 3", "lab goto 2", "lab back"]
    seen = [state(session)]
    done = []
    for line in lines:
        session.type(line)
        if state(session) != seen[-1]:
            done.append(line)
            seen.append(state(session))
    assert [line for line in lines if line not in done] == ["tbreak 48"]
    done.remove("up")
    frames = done.index("stepi")
    del seen[frames]  # the frame is looked at from there: it is no place of its own
    for line, expected in zip(reversed(done), reversed(seen[:-1])):
        shown = words(session.text("lab undo"))
        assert shown.startswith(f"Taken back: {line}. You stand ")
        assert state(session) == expected, line
    for line, expected in zip(done, seen[1:]):
        assert words(session.text("lab redo")).startswith(f"Done again: {line}. ")
        assert state(session) == expected or line == "lab goto 2", line
    assert "There is nothing to do again" in session.text("lab redo")


def test_hits_are_counted_as_they_were(lesson):
    session = lesson()
    session.to(5)
    for line in ("watch -location list.head", "break linked_list_push if *item > 0", "ignore 12 1"):
        session.type(line)
    seen = []
    for _ in range(6):
        seen.append(state(session))
        session.type("continue")
    for before in reversed(seen):  # the state has the hits of all, the watchpoint's too
        session.type("lab undo")
        assert state(session) == before


def test_what_is_to_be_ignored_is_ignored_again(lesson):
    session = lesson()
    session.to(5)
    for line in ("break linked_list_push", "ignore 11 3"):
        session.type(line)
    first = session.text("continue")
    session.type("lab undo")
    assert "ignore next 3 hits" in session.text("info breakpoints 11")
    assert session.text("continue") == first


def test_watchpoints_with_a_condition_and_those_of_no_word(lesson):
    session = lesson()
    session.to(7)
    session.type("watch -location list.head if list.head == &values[2]")
    session.type("watch left + 1")  # which is no word in memory
    session.type("disable 1-10")
    shown = words(session.text("reverse-continue"))
    assert "Back at watchpoint 11 (-location list.head): the next instruction changes it." in shown
    assert session.text("x/gx 0x80218d40").endswith("0x0000000080218d50")  # &values[1], and then &values[2]
    assert "Watchpoint 12: not looked at, since no word in memory is watched." in shown


def test_a_place_that_is_too_far_is_told_before_the_machine_moves(lesson):
    session = lesson()
    session.to(4)
    session.type("next")
    session.type("lab undo")
    session.type("python from buddylab.target.runs import travel; travel.LONGEST = 100")
    before = state(session)
    for line in ("lab redo", "reverse-next", "reverse-continue", "reverse-stepi"):
        assert "too many to run once more" in words(session.text(line)), line
        assert state(session) == before, line


def test_at_the_beginning_there_is_nothing_to_take_back(lesson):
    session = lesson()
    assert "nothing has happened since the lesson began" in words(session.text("lab undo"))
    session.type("next")
    session.type("lab undo")
    assert "nothing has happened" in words(session.text("lab undo"))
    session.type("next")  # which ends what could be done again
    assert "There is nothing to do again" in session.text("lab redo")
    assert "lab undo takes no argument" in session.text("lab undo 3")


def test_what_was_written_is_written_again(lesson, tmp_path):
    (tmp_path / "word").write_bytes(b"overwrit")
    session = lesson()
    session.to(5)
    seen = [state(session)]
    for line in (
        "set var values[2] = 42",
        "next",
        f"restore {tmp_path}/word binary &values[9]",  # of which GDB tells nobody
        "set var $s3 = 11",
        "call linked_list_push(&list, &values[4])",
        "print linked_list_is_empty(&list)",
        "step",
        "return",
        "next",
    ):
        session.type(line)
        if state(session) != seen[-1]:
            seen.append(state(session))
    assert len(seen) >= 8
    for expected in reversed(seen[:-1]):
        assert "Not what" not in session.text("lab undo")
        assert state(session) == expected
    for expected in seen[1:]:
        session.type("lab redo")
        assert state(session) == expected


def test_what_nobody_can_repeat_is_said(lesson, tmp_path):
    (tmp_path / "word").write_bytes(b"overwrit")
    session = lesson()
    session.to(5)
    (tmp_path / "both").write_text(f"next\nrestore {tmp_path}/word binary &values[9]\nnext\n")
    session.type(f"source {tmp_path}/both")
    session.type("next")
    assert "Not what they were: values[9]. Perhaps they were written while the machine ran" in words(
        session.text("lab undo")
    )
    assert "Not what" not in session.text("lab undo")


def test_the_end_is_taken_back_too(lesson):
    session = lesson("02")
    session.to(6)
    before = state(session)
    assert "is over: the machine powered off with status 0" in words(session.text("continue"))
    assert "Taken back: continue. You stand at stop 6 of 6" in words(session.text("lab undo"))
    assert state(session) == before
    shown = words(session.text("lab redo"))
    assert "Done again: continue." in shown and "powered off with status 0" in shown
    session.type("lab undo")
    session.type("run")
    assert "Taken back: run. You stand at stop 6 of 6" in words(session.text("lab undo"))
    assert state(session) == before


def test_into_a_trap_and_out_again(debug):
    session = debug("trap", IMAGE)
    session.type(WANDER)
    first = state(session)
    assert "a failure" in words(session.text("continue"))
    session.type("up")
    seen = state(session)
    session.type("lab undo")
    assert state(session) == first
    session.type("lab redo")
    assert state(session) == seen
    session.type("break trap_report")
    session.type("lab undo")
    session.type("continue")
    inside = [state(session)]
    for _ in range(3):
        session.type("next")
        inside.append(state(session))
    for expected in reversed(inside[:-1]):
        session.type("lab undo")
        assert state(session) == expected
    while "trap_entry" not in session.text("reverse-stepi"):
        pass
    while "trap_entry" in session.text("reverse-stepi"):
        pass
    assert "trap.c" in session.text("info line *$pc")


def test_the_very_first_instructions(lesson):
    session = lesson()
    assert "You stand in _start()" in words(session.text("reverse-stepi 2174"))  # 2183 are executed in front of stop 1
    seen = [state(session)]
    while "You stand" in session.text("reverse-stepi"):
        seen.append(state(session))
    assert 5 < len(seen) < 30
    assert "Nothing lies before this place." in session.text("reverse-stepi")
    for expected in reversed(seen[:-1]):
        session.type("stepi")
        assert state(session) == expected


def test_reverse_step_and_reverse_next_go_the_way_of_step_and_next(lesson):
    for forward, backward in (("step", "reverse-step"), ("next", "reverse-next")):
        session = lesson()
        session.to(5)
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


def test_reverse_finish_goes_to_the_call(lesson):
    session = lesson()
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


def test_reverse_continue_goes_to_the_breakpoint_or_the_store_before(lesson):
    session = lesson()
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


def test_gdb_s_short_names_and_manuals(lesson):
    session = lesson()
    session.to(3)
    for name in ("rs", "rn", "rsi", "rni", "rc"):
        assert "You stand" in session.text(name), name
        assert "lab undo takes it back" in words(session.text(f"help {name}"))
    assert "reverse-step expects how many times" in session.text("reverse-step nowhere")
    assert "reverse-finish takes no argument" in session.text("reverse-finish 2")
    assert "nowhere is no place; expected one, such as jump 40" in words(session.text("jump nowhere"))


def test_in_a_loop_without_end(debug):
    session = debug("forever", IMAGE)
    session.type(WANDER)
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


def test_pages_of_stops_predictions_and_displays_keep_up(lesson):
    session = lesson()
    session.to(4)
    session.type("display values[1]")
    session.type("lab predict list.head == 0")
    session.to(5)
    shown = session.text("lab undo")
    assert "1: values[1] = " in shown
    assert "Waiting for the next stop: list.head == 0" in session.text("lab predict")
    assert "You predicted list.head == 0" in session.text("continue")
    session.type("lab undo")
    assert "4 of 10" in session.text("lab")
    session.type("lab redo")
    assert "as they were at stop 4" in words(session.text("show-list list --memory values --out memory.txt"))


def test_the_picture_beside_the_debugger_keeps_up(lesson):
    session = lesson("01", "DISPLAY= WAYLAND_DISPLAY= make debug LESSON={}")
    session.to(4)
    state = session.folder / "live" / "state.js"
    session.type("lab view list")
    session.type("next")
    for line, title in (
        ("lab undo", "Stop 4 of 10: "),
        ("lab redo", "lesson(), line "),
        ("reverse-next", "Stop 4 of 10: "),
    ):
        session.type(line)
        wait_until(lambda: f'"title": "{title}' in state.read_text(), line)


def test_ctrl_c_in_a_search_leaves_the_machine_where_it_stood(lesson, tmp_path):
    session = lesson()
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


def test_ctrl_c_while_a_command_is_taken_back_comes_when_it_is(lesson, tmp_path):
    session = lesson()
    session.to(4)
    before = state(session)
    session.type("next")
    session.type("python import time, buddylab.target.runs.exact as e; real = e.run_to")
    slow = f"print(file=open('{tmp_path}/notes', 'a')) or time.sleep(1) or real(*each)"
    session.type(f"python e.run_to = lambda *each: {slow}")
    session.terminal.sendline("lab undo")
    wait_until(lambda: (tmp_path / "notes").exists())
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    session.type("python e.run_to = real")
    assert "You stand at stop 4 of 10" in session.text("lab")
    assert state(session) == before


def test_in_a_session_of_one_s_own_they_stay_gdb_s(tmp_path):
    from session.stranger import LOAD, typed

    assert "lab undo" not in typed(tmp_path, LOAD, "help reverse-step")
