"""The tutor at the learner's pace: what a stop says fits the screen, and it goes on when that was typed."""

import json
import subprocess
import tempfile

import pytest

from buddylab.checking.screens import asked
from buddylab.course import player
from session.conftest import GDB, LIMIT, ROOT
from session.stranger import words


@pytest.fixture
def guided(debug):
    """Lesson 0 at stop 1, where the introduction has been read and info locals is asked for."""
    session = debug("00", guided=True)
    shown = "\n".join(session.greeting)
    while asked(shown) == "lab":
        shown = session.text("lab")
    assert asked(shown) == "info locals"
    return session


@pytest.mark.parametrize("form", ["info locals", "i lo", "  info   loc"])
def test_the_next_passage_comes_behind_what_was_asked_for_in_whatever_form(guided, form):
    shown = guided.text(form)
    assert "sum = 0" in shown and asked(shown) == "print words"
    assert "shows one of them" not in shown  # two things were asked for, and what is said about them comes behind both


@pytest.mark.parametrize("form", ["print words", "p words", "p  words ", "inspect words"])
def test_print_has_many_forms(guided, form):
    guided.type("info locals")
    shown = guided.text(form)
    assert "shows one of them" in shown and asked(shown) == "show-list list --memory words"
    shown = guided.text("show-list list --memory words --out seen.svg")
    assert "Each box is one word of memory" in shown and asked(shown) == "next"


def test_x_may_be_typed_as_the_reader_likes(debug):
    session = debug("01", guided=True)
    shown = session.text("lab goto 2")
    while asked(shown) == "lab":
        shown = session.text("lab")
    assert asked(shown) == "x /16g values"
    assert asked(session.text("x/8xg values")) == ""
    assert asked(session.text("x/16xg  values")) != ""


def test_enter_alone_repeats_what_was_asked_for(guided):
    for command in ("info locals", "p words", "show-list list --memory words", "next", "p words"):
        shown = guided.text(command)
    assert asked(shown) == "next"
    assert "words[1] = 255" in guided.text("n")
    assert asked(guided.text("p words")) == "continue"


def test_whoever_does_something_else_is_left_in_peace(guided):
    for command in ("info registers pc", "p pointer", "x /2g words", "nonsense"):
        assert "Type: " not in guided.text(command)
    shown = guided.text("lab")
    assert "You stand at stop 1 of 6: write three numbers" in shown and len(shown.splitlines()) <= 6
    assert asked(shown) == "info locals" and "again to read on without it" in words(shown)
    shown = guided.text("lab")
    assert "shows one of them" in shown and "You stand" not in shown


def test_enter_behind_lab_reads_on(debug, monkeypatch):
    monkeypatch.setattr(player, "SIZE", (24, 80))
    session = debug("00", guided=True)
    shown = session.text("lab")
    assert "You stand" not in shown
    while asked(shown) == "lab":
        shown = session.text("")
    assert asked(shown) == "info locals" and "You stand" not in shown
    shown = session.text("")  # says what is to be done before it leaves that out
    assert "You stand at stop 1" in shown and asked(shown) == "info locals"
    assert asked(session.text("")).startswith("show-list")


def test_what_was_read_is_not_printed_twice(guided):
    guided.type("info locals")
    guided.type("p words")
    guided.type("continue")
    shown = guided.text("lab back")
    assert asked(shown) == "show-list list --memory words" and "debugger runs" not in shown
    assert len(shown.partition("Stop 1 of 6")[2].splitlines()) <= 6
    assert "words[0] = 10" in shown and "words[1] = 255" not in shown  # one line of source around it


def test_a_stop_that_was_read_is_read_again_when_asked_twice(guided):
    shown = guided.text("lab")
    while asked(shown) != "continue":
        shown = guided.text("lab")
    assert "lab" in shown.splitlines()[-1]
    guided.type("p words")
    assert "You stand at stop 1 of 6" in guided.text("lab")
    assert "debugger runs a program" in guided.text("lab")


def test_the_next_session_knows_where_the_last_one_ended(debug):
    first = debug("00", guided=True)
    first.type("lab goto 4")
    notes = (first.folder / "progress.txt").read_text()
    assert "; at 4" in notes
    line = 'cp "{}/progress.txt" "$BUDDYLAB_OUTPUT/" && make debug LESSON=00'
    second = debug(str(first.folder), line, guided=True)
    shown = "\n".join(second.greeting)
    assert "You were at stop 4 of lesson 0: lab goto 4." in shown
    assert "Afterwards you can" not in shown
    third = debug(str(second.folder), line, guided=True)
    assert "You were at stop 4 of lesson 0" in "\n".join(third.greeting)  # stop 1 is where everybody starts


def test_a_command_of_the_page_that_travels_is_followed_by_its_text(debug):
    session = debug("00", guided=True)
    shown = session.text("lab goto 5")
    while asked(shown) != "lab back":
        shown = session.text("lab")
    session.type("next")
    shown = session.text("lab back")
    assert "Stop 5 of 6" in shown and asked(shown) == "x /3g words" and shown.count("Type: ") == 1
    shown = session.text("lab back")  # nobody asked for that
    assert "Stop 4 of 6" in shown and shown.count("Type: ") == 1


def test_a_prediction_is_the_learners_own(debug):
    session = debug("00", guided=True)
    shown = session.text("lab goto 3")
    while not asked(shown).startswith("lab predict"):
        shown = session.text("lab")
    assert asked(session.text("lab predict pointer == &words[1]")) == "continue"
    assert "✓ You predicted" in session.text("continue")


def test_a_front_end_gets_the_same_text():
    """VS Code and Emacs talk to GDB in MI: they send what the user types as -interpreter-exec console."""
    commands = ["-interpreter-exec console " + json.dumps(each) for each in ["lab"] * 4 + ["p values"]]
    for number in range(2, 11):
        commands += ["-exec-continue", '-interpreter-exec console "lab"', '-interpreter-exec console "lab"']
    with tempfile.TemporaryDirectory(prefix="front-", dir=ROOT / "build") as folder:
        done = _in_mi([*commands, "-gdb-exit"], folder)
    said = "".join(line[2:-1] for line in done.splitlines() if line.startswith('~"')).replace("\\n", "\n")
    assert "Afterwards you can stop a program" in said and "Type: `info locals`" in said
    for number in range(1, 11):
        assert f"\nStop {number} of 10: " in said
    assert "^error" not in done and "Traceback" not in done


def _in_mi(commands, folder):
    program = [*GDB.split(), "-nx", "-q", "-i=mi", "-iex", "set debuginfod enabled off"]
    return subprocess.run(
        [*program, "build/01-intrusive-list.elf", "-x", "gdb/init.gdb"],
        cwd=ROOT,
        env=dict(player.surroundings(), BUDDYLAB_OUTPUT=folder),
        input="\n".join([*commands, ""]),
        stdout=subprocess.PIPE,
        timeout=LIMIT,
        encoding="utf-8",
    ).stdout


def test_in_tui_what_is_told_fits_the_small_window(debug, monkeypatch):
    monkeypatch.setattr(player, "SIZE", (24, 80))
    session = debug("00", "TERM=vt100 make debug LESSON={}", guided=True)
    room = "python from buddylab.commands import guide; print('room', guide.room())"
    assert "room 24" in session.text(room)
    session.terminal.send(f"tui enable\n{room}\ntui disable\n")
    session.terminal.expect(r"room (\d)\D")
