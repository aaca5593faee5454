"""lab, lab steps, lab hint, lab lesson, lab forget: the tutor, as a learner meets it."""

import os
import re
import signal

import pytest

from buddylab.course import book, player
from session.conftest import IMAGE, ROOT, is_alive, qemu_of, wait_until
from session.stranger import words

BOLD = re.compile(r"\x1b\[([\d;]*;)?1(;[\d;]*)?m")  # GDB 18 writes 39;49;1;23;24;27 for 1
COURSE = book.read(str(ROOT), "walkthrough.md").lessons


def test_sentences_are_as_wide_as_a_narrow_terminal(debug, monkeypatch):
    usual = debug("01")
    monkeypatch.setattr(player, "SIZE", (40, 60))  # stty would do it before pexpect sets the size once more, or behind
    session = debug("01")
    monkeypatch.setattr(player, "SIZE", (40, 120))
    wide = debug("01")
    said = []
    for each in (session, wide, usual):
        each.to(5)
        each.type("lab predict values[0] == 17")
        shown = each.text("continue").partition("Stop 6 of")[2].partition("✗")
        lists = each.text("show-list list --memory values --out list.txt").partition("\n\nlist.head")[2]  # no dump
        said.append(["✗" + shown[2].partition("\nStop 6")[0].rstrip(), lists, each.text("show-writes list.head")])
    narrow, as_wide, as_usual = said
    assert as_wide == as_usual  # as the walkthrough shows it
    assert [" ".join(text.split()) for text in narrow] == [" ".join(text.split()) for text in as_usual]
    dumped = re.compile(r"^0x[0-9a-f]+.*:\t")
    assert all(len(line) <= 60 or dumped.match(line) for text in narrow for line in text.splitlines())
    assert any(len(line) > 60 and not dumped.match(line) for text in as_usual for line in text.splitlines())
    files = [(each.folder / "list.txt").read_text() for each in (session, usual)]
    assert files[0] == files[1]


def test_answers_come_one_after_the_other(debug):
    session = debug("02")
    nothing = "There are no questions here; a lesson has them at its last stop."
    assert session.said("lab reveal") == nothing
    session.text("lab goto 6")
    told = [session.text("lab reveal") for _ in range(3)]
    assert told[0] == "Answer 1 of 3:\n\nOne, wherever the node is."
    assert [each.split("\n")[0] for each in told] == [f"Answer {number} of 3:" for number in (1, 2, 3)]
    again = session.text("lab reveal")
    assert again.startswith("You have seen all 3 answers:")
    assert all(each.partition("\n\n")[2] in again for each in told)
    session.text("continue")
    assert session.text("lab reveal") == again  # the lesson is over
    assert session.said("lab reveal 2") == "lab reveal takes no argument; see help lab reveal."


def test_an_only_answer_and_an_exercise_that_has_none(debug):
    session = debug("03")
    session.text("lab goto 9")
    assert session.text("lab reveal").startswith("Answer 1 of 1:\n\n0x1008 is")
    assert session.text("lab reveal").startswith("There is one answer:\n\n0x1008 is")
    told = debug(line="make debug EXERCISE=01").said("lab reveal")
    assert told == "There are no questions here; lab hint helps."


def test_a_lesson_s_last_stop_says_what_comes_next(debug):
    session = debug("02", guided=True)
    shown = session.text("lab goto 6")
    while "Then lesson 3" not in shown:
        shown = " ".join(session.text("lab").split())
    assert "Next: a program with a bug, exercise 4," in shown.replace("*", "")
    assert "`make debug EXERCISE=04`. Then lesson 3: `lab lesson 03`." in shown


def test_no_colour_unless_on_a_terminal_that_has_it(debug):
    assert "\x1b[" not in "\n".join(debug("02", guided=True).greeting)  # TERM=dumb
    coloured = "TERM=xterm-256color make debug LESSON={}"
    assert BOLD.search("\n".join(debug("02", coloured, guided=True).greeting))
    plain = "NO_COLOR=1 TERM=xterm-256color make debug LESSON={}"
    assert not BOLD.search("\n".join(debug("02", plain, guided=True).greeting))


def test_lab_says_where_we_are_and_what_comes_next(debug):
    session = debug("02")
    session.to(3)
    shown = session.text("lab")
    assert "Lesson 2: Removing from the middle\nYou stand at stop 3 of 6: unlink the node under the cursor\n" in shown
    said = "Type: `p cursor.curr == &values[3]`; `lab` again to read on without it; `continue` to go on to stop 4;"
    assert said in words(shown)
    assert session.text("lab nonsense") == "lab has no command nonsense; help lab lists its commands."


OVER = "The lesson is over; nothing runs.\n\nType: `run` to start again, `lab back` to go back"


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


def test_hints_come_one_after_the_other_and_are_remembered(debug):
    session = debug("01")
    session.to(5)
    hints = COURSE[1].sections[5].hints
    assert len(hints) > 1
    for number, hint in enumerate(hints, 1):
        shown = session.text("lab hint")
        assert f"Hint {number} of {len(hints)}:" in shown
        assert words(hint)[:20].split("`")[0] in words(shown)
    assert f"You have seen all {len(hints)} hints of this stop:" in session.text("lab hint")
    notes = (session.folder / "progress.txt").read_text()
    assert re.search(
        rf"^01-intrusive-list: seen 1 2 3 4 5; predicted; hints 5={len(hints)}; read.*; at 5$", notes, re.MULTILINE
    )
    session.type("python import buddylab.commands.guide as guide; guide.progress.of('02-remove').stops.add(1)")
    assert "every stop of this lesson counts as new; lab forget all forgets the others too." in session.said(
        "lab forget"
    )
    notes = (session.folder / "progress.txt").read_text()
    assert "01-intrusive" not in notes and "02-remove: seen 1" in notes
    assert "lab forget expects nothing after it, or all; see help lab forget." in session.said("lab forget 3")
    assert "every stop of all lessons and exercises counts as new." in session.said("lab forget all")
    assert "02-remove" not in (session.folder / "progress.txt").read_text()
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
    assert "could not be read; they were set aside as" in words("\n".join(third.greeting))
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


def test_every_command_teaches_itself(debug):
    session = debug()
    listed = session.text("help lab")
    for name in ("steps", "back", "goto", "hint", "predict", "lesson", "forget", "practice", "answer"):
        assert f"lab {name}" in listed
        manual = session.text(f"help lab {name}")
        assert f"Usage: lab {name}" in manual and not manual.startswith(" ")
    assert "lab steps takes no argument; see help lab steps." in session.text("lab steps 3")


def test_a_mistake_of_ours_is_one_sentence(debug):
    session = debug()
    session.type("python import buddylab.commands.guide as guide; guide.seen = lambda: 1 / 0")
    for command in ("lab steps", "lab hint"):
        words = f"{command} failed (ZeroDivisionError: division by zero); please report it with the command."
        assert session.said(command).endswith(words)


def test_hints_and_steps_without_a_lesson_in_the_walkthrough(debug):
    session = debug("rounds", IMAGE)
    assert "There is no hint for this stop" in session.text("lab hint")
    assert "=> ✓  1  before the loop" in session.text("lab steps")


def test_the_walkthrough_is_read_once(debug):
    session = debug(guided=True)
    session.type(
        "python from buddylab.course import book, markdown; read = []; parse = book.parse; take = markdown.blocks"
    )
    session.type("python book.parse = lambda *page: (read.append(page), parse(*page))[1]")
    session.type("python markdown.blocks = lambda *section: (read.append(section), take(*section))[1]")
    for command in ("lab", "lab steps", "lab steps", "continue", "lab hint", "lab lesson"):
        session.type(command)
    assert session.type("python print(len(read))") == ["9"]  # the sections of stops 2 to 10


def test_a_damaged_walkthrough_is_said_once_and_disturbs_nothing(debug, tmp_path):
    session = debug()
    (tmp_path / "walkthrough.md").write_text("## Lesson 1: A list\n### Stop 1: a\n```console\nno prompt\n```\n")
    session.type("python import buddylab.commands.guide as guide; guide.course.cache_clear()")
    session.type(f"python guide.session.HOME = {str(tmp_path)!r}")
    shown = session.text("lab steps")
    assert shown.count("walkthrough.md:4: a transcript starts with one of these: $ , (gdb) .") == 1
    assert " 10  " in shown and "line 4" not in session.text("lab steps")
    assert session.text("lab hint") == "There is no hint for this stop; lab says what there is to look at."


def test_without_a_parser_the_text_is_missed_and_nothing_else(debug):
    session = debug()
    session.type("python import sys; sys.modules['markdown_it'] = None")
    shown = words(session.text("lab steps"))
    assert shown.count("no module markdown_it, which the text of the lesson needs; install python3-rich and") == 1
    assert "=> ✓ 1 " in shown


def test_without_rich_the_text_is_as_it_stands_on_the_page(debug, tmp_path):
    (tmp_path / "rich.py").write_text("raise ModuleNotFoundError('no rich', name='rich')\n")
    session = debug("00", f"PYTHONPATH={tmp_path} make debug LESSON={{}}", guided=True)
    shown = words("\n".join(session.greeting) + session.text("lab") + session.text("info locals"))
    assert shown.count("GDB's Python has no module rich, which the text of the lesson needs; install python3-rich") == 1
    assert "**Afterwards you can** stop a program" in shown and "**Type:** `print words`" in shown
    assert "ModuleNotFoundError" not in shown and "Exception" not in shown


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
    assert "You stand at stop 2 of 6" in shown and "`continue` to go on to stop 3" in shown
    assert "Where to start" in session.text("lab")  # once more: from the page's beginning
    assert "Hint 1 of 3:" in session.text("lab hint")
    session.type("continue")
    assert "Hint 2 of 3:" in session.text("lab hint")
    assert "(predict?)" not in session.text("lab steps")
