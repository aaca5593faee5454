"""lab undo and lab redo: back to any place, exactly, again and again."""

import pytest

from session.conftest import IMAGE, wait_until
from session.stranger import words
from session.wandering import PROGRAMS, state, wander

PLACES = 5  # of each program; make fuzz PART=back tries many more


@pytest.mark.parametrize("program", PROGRAMS)
def test_random_places(debug, program):
    session = debug(line=PROGRAMS[program])
    assert wander(session, program, 7, PLACES)[-1] == f"{PLACES} places are the same"


def test_one_command_after_the_other_is_taken_back_and_done_again(debug):
    session = debug()
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


def test_hits_are_counted_as_they_were(debug):
    session = debug()
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


def test_what_is_to_be_ignored_is_ignored_again(debug):
    session = debug()
    session.to(5)
    for line in ("break linked_list_push", "ignore 11 3"):
        session.type(line)
    first = session.text("continue")
    session.type("lab undo")
    assert "ignore next 3 hits" in session.text("info breakpoints 11")
    assert session.text("continue") == first


def test_a_place_that_is_too_far_is_told_before_the_machine_moves(debug):
    session = debug()
    session.to(4)
    session.type("next")
    session.type("lab undo")
    session.type("python from buddylab.target.runs import travel; travel.LONGEST = 100")
    before = state(session)
    for line in ("lab redo", "reverse-next", "reverse-continue", "reverse-stepi"):
        assert "too many to run once more" in words(session.text(line)), line
        assert state(session) == before, line


def test_at_the_beginning_there_is_nothing_to_take_back(debug):
    session = debug()
    assert "nothing has happened since the lesson began" in words(session.text("lab undo"))
    session.type("next")
    session.type("lab undo")
    assert "nothing has happened" in words(session.text("lab undo"))
    session.type("next")  # which ends what could be done again
    assert "There is nothing to do again" in session.text("lab redo")
    assert "lab undo takes no argument" in session.text("lab undo 3")


def test_what_was_written_is_written_again(debug, tmp_path):
    (tmp_path / "word").write_bytes(b"overwrit")
    session = debug()
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


def test_what_nobody_can_repeat_is_said(debug, tmp_path):
    (tmp_path / "word").write_bytes(b"overwrit")
    session = debug()
    session.to(5)
    (tmp_path / "both").write_text(f"next\nrestore {tmp_path}/word binary &values[9]\nnext\n")
    session.type(f"source {tmp_path}/both")
    session.type("next")
    assert "Not what they were: values[9]. Perhaps they were written while the machine ran" in words(
        session.text("lab undo")
    )
    assert "Not what" not in session.text("lab undo")


def test_the_end_is_taken_back_too(debug):
    session = debug("02")
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


def test_pages_of_stops_predictions_and_displays_keep_up(debug):
    session = debug()
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


def test_the_picture_beside_the_debugger_keeps_up(debug):
    session = debug("01", "DISPLAY= WAYLAND_DISPLAY= make debug LESSON={}")
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


def test_ctrl_c_while_a_command_is_taken_back_comes_when_it_is(debug, tmp_path):
    session = debug()
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
