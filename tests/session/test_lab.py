"""lab, lab steps, lab hint, lab lesson, lab forget, lab predict: the tutor, as a learner meets it."""

import os
import re
import signal

import pytest

from buddylab.course.lessons import lessons
from session.conftest import IMAGE, ROOT, is_alive, qemu_of, wait_until

COURSE = lessons((ROOT / "walkthrough.md").read_text())


def flat(text):
    """The words of a text, however its lines are broken."""
    return " ".join(text.split())


def test_the_section_of_each_stop_is_said_in_the_terminal(debug):
    session = debug("02", guided=True)
    shown = "\n".join(session.greeting)
    assert "Stop 1: eight words" in shown
    assert "```" not in shown and "<details>" not in shown and "](" not in shown
    assert all(len(line) <= 80 for line in shown.partition("Stop 1: eight words")[2].splitlines())
    for number in range(2, 7):
        shown = session.text("continue")
        assert f"Stop {number}: {COURSE[2].sections[number].title}" in shown
        assert "Answer" not in shown and "Hint 1" not in shown
    assert "  (gdb) show-list list" in session.text("lab goto 4")
    assert "Figure: " in shown and "diagrams/02-remove-from-the-middle/stop-06.svg" in flat(shown).replace("- ", "-")


def test_what_the_transcripts_print_is_not_told_beforehand(debug):
    session = debug("01", guided=True)
    shown = session.text("lab goto 6")
    assert "x /16g values" in shown
    assert "0x0000000080218db0" not in shown


def test_sentences_are_as_wide_as_a_narrow_terminal(debug):
    session = debug("01", "stty columns 60; make debug LESSON={}", guided=True)
    wide = debug("01", "stty columns 120; make debug LESSON={}")
    usual = debug("01")
    said = []
    for each in (session, wide, usual):
        each.to(5)
        each.type("lab predict values[0] == 17")
        shown = each.text("continue").partition("Stop 6 of")[2].partition("✗")
        lists = each.text("show-list list --memory values --out list.txt")
        said.append(["✗" + shown[2].partition("\nStop 6")[0].rstrip(), lists, each.text("show-writes list.head")])
    narrow, as_wide, as_usual = said
    assert as_wide == as_usual  # as the walkthrough shows it
    assert [" ".join(text.split()) for text in narrow] == [" ".join(text.split()) for text in as_usual]
    dumped = re.compile(r"^0x[0-9a-f]+.*:\t")
    assert all(len(line) <= 60 or dumped.match(line) for text in narrow for line in text.splitlines())
    assert any(len(line) > 60 and not dumped.match(line) for text in as_usual for line in text.splitlines())
    files = [(each.folder / "list.txt").read_text() for each in (session, usual)]
    assert files[0] == files[1]


def test_no_colour_unless_on_a_terminal_that_has_it(debug):
    assert "\x1b[" not in "\n".join(debug("02", guided=True).greeting)  # TERM=dumb
    coloured = "TERM=xterm-256color make debug LESSON={}"
    assert "\x1b[1m" in "\n".join(debug("02", coloured, guided=True).greeting)
    plain = "NO_COLOR=1 TERM=xterm-256color make debug LESSON={}"
    assert "\x1b[1m" not in "\n".join(debug("02", plain, guided=True).greeting)


def test_lab_says_where_we_are_and_what_comes_next(debug):
    session = debug("02")
    session.to(3)
    shown = session.text("lab")
    assert "Lesson 2: Removing from the middle\nYou stand at stop 3 of 6: unlink the node under the cursor\n" in shown
    assert f"Stop 3: {COURSE[2].sections[3].title}" in shown
    assert "Next: continue goes on to the next stop; lab hint helps." in shown
    assert session.text("lab nonsense") == "lab has no command nonsense; help lab lists those that it has."


OVER = "The lesson is over; nothing runs.\nNext: run starts it again, lab back returns to its last stop"


@pytest.mark.parametrize("way", ["kill", "detach", "monitor quit", "SIGKILL"])
def test_a_machine_that_is_gone_leaves_nobody_in_a_circle(debug, way):
    session = debug("02")
    session.to(3)
    machine = qemu_of(session.gdb())
    if way == "SIGKILL":
        os.kill(machine, signal.SIGKILL)
        session.type("lab goto 4")  # only what is asked tells GDB that nobody answers
    else:
        session.terminal.sendline(way)  # and what runs on may print behind the prompt
    wait_until(lambda: not is_alive(machine))
    session.terminal.sendline("echo now\\n")
    session.terminal.expect(r"now\r\n\(gdb\) $")
    shown = session.text("lab")
    if way == "monitor quit" and OVER not in shown:  # QEMU may have answered before it went
        assert "run to start the lesson again" in shown
        shown = session.text("lab")
    assert OVER in shown
    assert "      3  unlink" in session.text("lab steps").replace("✓", " ")
    assert "Nothing is running" in session.text("show-writes values[0]")
    assert "Nothing is running" in session.text("lab predict values[0] == 0")
    assert "Stop 3 of 6" in session.text("lab back")
    session.type("kill")
    assert "Stop 2 of 6" in session.text("lab goto 2")
    session.type("kill")
    assert "Stop 1 of 6" in session.text("run")


def test_a_machine_that_dies_unnoticed_is_told_with_what_helps(debug):
    session = debug("02")
    os.kill(qemu_of(session.gdb()), signal.SIGKILL)
    shown = session.text("lab goto 4")
    assert shown.splitlines()[-1].endswith("; type run to start the lesson again.")


def test_another_inferior_is_not_the_machine(debug):
    session = debug("02")
    session.to(2)
    session.type("add-inferior")
    session.type("inferior 2")
    session.type("lab")
    session.type("inferior 1")
    assert "You stand at stop 2 of 6" in session.text("lab")


def test_steps_has_a_mark_for_here_and_a_tick_for_seen(debug):
    session = debug("02")
    session.to(3)
    session.type("stepi")
    session.type("lab goto 5")
    session.type("lab goto 4")
    lines = session.type("lab steps")
    assert lines[0] == "Lesson 2: Removing from the middle"
    assert [line[:7] for line in lines[1:]] == ["   ✓  1", "   ✓  2", "   ✓  3", "=> ✓  4", "   ✓  5", "      6"]


def test_steps_says_where_a_prediction_is_asked_for(debug):
    session = debug("01")
    session.to(5)
    assert [line[5:7].strip() for line in session.type("lab steps") if line.endswith("(predict?)")] == ["5", "9"]
    session.type(f"lab predict {COURSE[1].sections[5].predictions[0]}")
    lines = session.type("lab steps")
    assert [line[5:7].strip() for line in lines if line.endswith("(predicted)")] == ["5"]
    assert [line[5:7].strip() for line in lines if line.endswith("(predict?)")] == ["9"]


@pytest.mark.parametrize("number", sorted(COURSE))
def test_what_a_prediction_asks_is_not_answered_before(number):
    # the verdict, and the history of the word, stand behind the stop at which it is judged
    for stop, section in COURSE[number].sections.items():
        _, asked, after = section.source.partition("lab predict ")
        assert "You predicted" not in after, f"stop {stop} of lesson {number}"
        assert not asked or "You predicted" in COURSE[number].sections[stop + 1].source


def test_hints_come_one_after_the_other_and_are_remembered(debug):
    session = debug("01")
    session.to(5)
    hints = COURSE[1].sections[5].hints
    assert len(hints) > 1
    for number, hint in enumerate(hints, 1):
        shown = session.text("lab hint")
        assert f"Hint {number} of {len(hints)}:" in shown
        assert flat(hint)[:20].split("`")[0] in flat(shown)
    assert f"You have seen all {len(hints)} hints of this stop:" in session.text("lab hint")
    notes = (session.folder / "progress.txt").read_text()
    assert re.search(rf"^01-intrusive-list: seen 1 2 3 4 5; predicted; hints 5={len(hints)}$", notes, re.MULTILINE)
    assert "Forgotten" in session.text("lab forget")
    assert "01-intrusive" not in (session.folder / "progress.txt").read_text()
    assert "Hint 1 of" in session.text("lab hint")


def test_progress_outlives_a_session_and_a_damaged_file_is_set_aside(debug, tmp_path):
    line = f"BUDDYLAB_OUTPUT={tmp_path} make debug LESSON={{}}"
    first = debug("02", line)
    first.to(3)
    first.close()
    second = debug("02", line)
    assert [line[3] for line in second.type("lab steps")[1:]] == ["✓", "✓", "✓", " ", " ", " "]
    second.close()
    (tmp_path / "progress.txt").write_text("Kilroy was here\n")
    third = debug("02", line)
    assert "could not be read; they were set aside as" in flat("\n".join(third.greeting))
    assert (tmp_path / "progress.txt.damaged").read_text() == "Kilroy was here\n"
    assert "✓  1" in third.text("lab steps")


def test_another_lesson_begins_in_the_same_terminal(debug):
    session = debug("01")
    session.to(2)
    listed = session.text("lab lesson")
    assert "=>   01  An intrusive list on the stack (2 of 10 stops)" in listed
    assert "     02  Removing from the middle (0 of 6 stops)" in listed
    for number in ("99", "²", "9" * 30, "-1", "1 2"):
        assert f"There is no lesson {number[:20]}" in session.text(f"lab lesson {number}").replace("\n", "")
    old = qemu_of(session.gdb())
    shown = session.text("lab lesson 2")
    assert "Lesson 2: Removing from the middle, in 6 stops." in shown
    assert "Breakpoint 1, lesson ()" in shown
    assert not is_alive(old)
    session.to(3)
    assert "Stop 4 of 6" in session.text("continue")
    gdb = session.gdb()
    assert session.quit() == []
    wait_until(lambda: not is_alive(gdb) and not is_alive(old))


def test_a_lesson_begins_out_of_an_exercise(debug):
    session = debug("08", "make debug EXERCISE={}")
    shown = session.text("lab lesson 04")  # make would hand EXERCISE=08 on to the make that it starts
    assert "Lesson 4: " in shown and "Breakpoint 1, lesson ()" in shown and "Exercise" not in shown


def test_a_prediction_is_judged_on_the_machine_at_the_next_stop(debug):
    session = debug()
    session.to(5)
    assert session.text("lab predict values[3] == (usize)&values[2]").startswith("Noted")
    session.type("lab predict values[0] == 17")
    session.type("lab predict list.head == ptrs[0]")
    assert "Waiting for the next stop: values[0] == 17" in session.text("lab predict")
    shown = flat(session.text("continue"))
    assert "✓ You predicted values[3] == (usize)&values[2]: both are 0x80218d58." in shown
    assert "✗ You predicted values[0] == 17, but values[0] is 0. show-writes values[0] tells who wrote it." in shown
    assert "✗ You predicted list.head == ptrs[0], but list.head is 0x80218dc0 and ptrs[0] is 0x80218d48." in shown
    assert "You predicted" not in session.text("continue")
    assert "No prediction waits" in session.text("lab predict")


def test_only_of_one_word_the_history_is_offered(debug):
    session = debug()
    session.to(5)
    session.type("lab predict values == 3")
    session.type("lab predict !list.head")
    shown = flat(session.text("continue"))
    assert "✗ You predicted values == 3, but values is {" in shown and "show-writes values" not in shown
    assert "✗ You predicted !list.head, but it is 0." in shown


def test_a_prediction_outlives_a_look_around(debug):
    session = debug()
    session.to(5)
    session.type("lab predict values[0] == 0")
    session.type("lab back")
    assert "You predicted" not in session.text("lab goto 5")
    session.type("show-writes values[0]")
    shown = flat(session.text("lab goto 8"))
    assert "✓ You predicted values[0] == 0: both are 0." in shown
    assert shown.index("You predicted") < shown.index("Stop 8 of 10")


@pytest.mark.parametrize(
    "expression, sentence",
    [
        ("values[3] = 7", "would change the machine (=); compare with == instead"),
        ("left++", "would change the machine (++)"),
        ("nobody == 3", 'No symbol "nobody" in current context'),
        ("values[3] ==", "cannot evaluate"),
        ("linked_list_is_empty(&list)", "Cannot call functions in the program"),
        ('"abc"', '"abc" is no prediction; expected something that is true or false, such as values[3] == 0.'),
        ("7", "7 is no prediction; expected something that is true or false, such as values[3] == 0."),
        ("list.head", "expected something that is true or false, such as list.head == 0."),
        ("list", "expected something that is true or false, such as list.head == 0."),
        ("values", "expected something that is true or false, such as values[0] == 0."),
        ("values[2]", "expected something that is true or false, such as values[2] == 0."),
    ],
)
def test_what_cannot_be_predicted_says_why(debug, expression, sentence):
    session = debug()
    before = session.text("p values[3]").split("=")[1]
    shown = session.text(f"lab predict {expression}")
    assert sentence in shown and "Python Exception" not in shown
    assert session.text("p values[3]").split("=")[1] == before
    assert "No prediction waits" in session.text("lab predict")


def test_a_prediction_that_cannot_be_judged_says_why(debug):
    session = debug()
    session.to(3)
    session.type("break linked_list_push")
    session.to(5)
    session.type("continue")
    session.type("lab predict *item == 0")  # item is gone at the next stop
    session.type("delete 11")
    shown = flat(session.text("continue"))
    assert "? *item == 0 cannot be judged here: " in shown and 'No symbol "item"' in shown


def test_what_cannot_be_read_yet_can_be_predicted(debug):
    session = debug()
    for expression in ("*list.head == 0", "!*list.head", "*list.head == *ptrs[0]"):
        assert session.text(f"lab predict {expression}").startswith("Noted"), expression
    assert "No symbol" in session.text("lab predict *nobody == 0")
    shown = flat(session.text("continue"))
    assert "? *list.head == 0 cannot be judged here: " in shown and "Cannot access memory at address" in shown
    session.to(5)
    session.type("break linked_list_push")
    session.type("continue")
    assert session.text("lab predict *(long *) 0 + list.head == 0").startswith("Noted")  # the caller's names too


def test_every_command_teaches_itself(debug):
    session = debug()
    listed = session.text("help lab")
    for name in ("steps", "back", "goto", "hint", "predict", "lesson", "forget"):
        assert f"lab {name}" in listed
        manual = session.text(f"help lab {name}")
        assert f"Usage: lab {name}" in manual and not manual.startswith(" ")
    assert "lab steps takes nothing behind it; see help lab steps." in session.text("lab steps 3")


def test_a_mistake_of_ours_is_one_sentence(debug):
    session = debug()
    session.type("python import buddylab.commands.guide as guide; guide.seen = lambda: 1 / 0")
    for command in ("lab steps", "lab hint"):
        words = f"{command} failed (ZeroDivisionError: division by zero); please report it with the command."
        assert session.text(command).endswith(words)


def test_hints_and_steps_without_a_lesson_in_the_walkthrough(debug):
    session = debug("rounds", IMAGE)
    assert "There is no hint for this stop" in session.text("lab hint")
    assert "=> ✓  1  before the loop" in session.text("lab steps")


@pytest.mark.parametrize(
    "line, way",
    [
        ("make debug LESSON=00", "lab lesson 00 loads it again"),
        ("make debug EXERCISE=03", "quit, and type make debug EXERCISE=03"),
    ],
)
def test_a_program_that_was_unloaded_is_asked_for(debug, line, way):
    session = debug("", line)
    session.to(2)
    session.type("file")
    for command in ("lab back", "run", "lab", "lab steps", "lab goto 1", "start"):
        assert session.text(command) == f"No program is loaded; {way}.", command
    if "lab lesson" in way:
        assert "Stop 1 of 6" in session.text("lab lesson 00")


def test_an_exercise_has_one_page_for_all_its_stops(debug):
    session = debug("07", "make debug EXERCISE={}", guided=True)
    shown = "\n".join(session.greeting)
    assert "Exercise 7: All is free, and nothing fits, in 6 stops." in shown
    assert "Where to start. `make debug EXERCISE=07`." in shown
    assert "Where to start" not in session.text("continue")
    shown = session.text("lab")
    assert "You stand at stop 2 of 6" in shown and "Where to start" in shown
    assert "Hint 1 of 3:" in session.text("lab hint")
    session.type("continue")
    assert "Hint 2 of 3:" in session.text("lab hint")
    assert "(predict?)" not in session.text("lab steps")


HEADLESS = "DISPLAY= WAYLAND_DISPLAY= make debug LESSON={}"


def test_flags_of_lab_view_take_no_value(debug):
    session = debug("03", HEADLESS)
    session.to(4)
    for line in ("given_back --relative heap", "heap --all given_back", "given_back --relative --count 3 heap --all"):
        assert session.text(f"lab view {line}") == "Open build/live/index.html in a web browser; it follows every stop."


@pytest.mark.parametrize("accepted, headings", [([], []), (["list", "list --memory values"], ["list --memory values"])])
def test_another_lesson_resumes_the_picture_that_was_accepted_last(debug, accepted, headings):
    session = debug("01", HEADLESS)
    state = session.folder / "live" / "state.js"
    for line in ("nonsense", *accepted, "nonsense"):
        session.type(f"lab view {line}")
    state.parent.mkdir(exist_ok=True)
    state.write_text("")
    assert "Stop 1 of 10" in session.text("lab lesson 1")
    assert bool(state.read_text()) == bool(headings)  # whether there is a picture at all
    if headings:
        wait_until(lambda: '"title": "Stop 1 of 10' in state.read_text())
    assert re.findall('"heading": "show-list ([^"]*)"', state.read_text()) == headings
