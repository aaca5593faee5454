"""Reading a section piece by piece, and telling whether what was typed is what was asked for."""

import pytest

from buddylab.course.blocks import Command
from buddylab.course.reading import Reading
from buddylab.course.typed import same

NAMES = {
    "p": "print",
    "inspect": "print",
    "i": "info",
    "i lo": "info locals",
    "n": "next",
    "b": "break",
    "sh": "show-list",
}
KNOWN = {"print", "info", "info locals", "next", "break", "x", "show-list", "lab", "lab predict", "display"}


def meaning(name):
    full = NAMES.get(name, name)
    return full if full in KNOWN else ""


def is_same(asked, line):
    return same(asked, line, meaning)


def task(*lines):
    return [Command("(gdb) ", line, 1, []) for line in lines]


def everything(text):
    return True


@pytest.mark.parametrize(
    "asked, line",
    [
        ("print words", "p words"),
        ("print &words[0]", " inspect  & words [ 0 ] "),
        ("print /x words", "p/x words"),
        ("x /16g values", "x/16xg values"),
        ("x /16g values", "x /16gx  values"),
        ("info locals", "i lo"),
        ("next", "n"),
        ("show-list list --memory words", "show-list list --memory words --out a.svg"),
        ("show-list list --memory words --count 3", "sh list --count 3 --memory words"),
        ("lab predict pointer == …", "lab predict pointer==(usize *) 16"),
    ],
)
def test_what_does_the_same_is_the_same(asked, line):
    assert is_same(asked, line)


@pytest.mark.parametrize(
    "asked, line",
    [
        ("print words", "print word"),
        ("print words", "print"),
        ("print /x words", "print words"),
        ("x /16g values", "x /8g values"),
        ("x /16g values", "x /16w values"),
        ("info locals", "info"),
        ("show-list list --memory words", "show-list list"),
        ("show-list list", "show-list other"),
        ("lab predict pointer == …", "lab predict"),
        ("lab predict pointer == …", "lab predict pointer == …"),
        ("print words", ""),
        ("print words", "nonsense words"),
        ("nonsense", "gibberish"),
    ],
)
def test_what_does_something_else_is_not(asked, line):
    assert not is_same(asked, line)


def test_text_then_a_task_then_what_stands_behind_it():
    reading = Reading(["One.", "Two.", task("print a", "print b"), "Three."])
    assert reading.task is None and reading.onward(everything) == "One.\n\nTwo."
    assert reading.task.text == "print a" and reading.onward(everything) == ""
    assert reading.heard("p c", is_same) is None
    assert reading.heard("p b", is_same).text == "print b" and reading.task.text == "print a" and not reading.over
    assert reading.heard("p b", is_same) is None  # once is enough
    assert reading.heard("p a", is_same) is not None
    assert reading.onward(everything) == "Three." and reading.over and reading.task is None


def test_what_does_not_fit_is_left_for_the_next_time():
    reading = Reading(["One.", "Two.", "Three."])
    assert reading.onward(lambda text: text.count("\n\n") < 1) == "One."
    assert reading.onward(lambda text: False) == "" and not reading.over
    assert reading.onward(everything) == "Two.\n\nThree."


def test_a_task_is_whole_again_where_the_machine_came_back():
    reading = Reading([task("set var a = 1", "continue"), "One."])
    assert reading.heard("set var a = 1", lambda asked, line: asked == line) and reading.task.text == "continue"
    reading.undo()
    assert reading.task.text == "set var a = 1" and reading.onward(everything) == ""


def test_what_fits_nowhere_is_told_all_the_same_to_whoever_asks():
    reading = Reading(["One.\n\nAnd more of it.", "Two."])
    assert reading.onward(lambda text: False, least=1) == "One.\n\nAnd more of it."
    assert reading.onward(lambda text: False, least=1) == "Two." and reading.over


def test_whoever_types_ahead_has_read_what_stands_before_it():
    reading = Reading(["One.", task("next"), "Two.", task("print a")])
    assert reading.heard("print a", is_same) is None  # that is not the next task
    assert reading.heard("n", is_same) is not None and reading.at == 2


def test_a_task_can_be_left_out_and_all_begun_anew():
    reading = Reading([task("next"), "One."], at=0)
    reading.skip()
    assert reading.onward(everything) == "One." and reading.over
    reading.again()
    assert reading.task.text == "next"
    assert Reading(["One."], at=7).over  # notes of a longer page
