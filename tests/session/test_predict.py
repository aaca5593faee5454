"""lab predict: what a learner says beforehand, and what the machine says then."""

import pytest

from buddylab.course import book
from session.conftest import ROOT
from session.stranger import words

COURSE = book.read(str(ROOT), "walkthrough.md").lessons


def test_a_prediction_is_judged_on_the_machine_at_the_next_stop(debug):
    session = debug()
    session.to(5)
    assert session.text("lab predict values[3] == (usize)&values[2]").startswith("Noted")
    session.type("lab predict values[0] == 17")
    session.type("lab predict list.head == ptrs[0]")
    assert "Waiting for the next stop: values[0] == 17" in session.text("lab predict")
    shown = words(session.text("continue"))
    assert "✓ You predicted values[3] == (usize)&values[2]: both are 0x80218d58." in shown
    assert "✗ You predicted values[0] == 17, but values[0] is 0. show-writes values[0] shows who wrote it." in shown
    assert "✗ You predicted list.head == ptrs[0], but list.head is 0x80218dc0 and ptrs[0] is 0x80218d48." in shown
    assert "You predicted" not in session.text("continue")
    assert "No prediction waits" in session.text("lab predict")


def test_behind_the_last_stop_nothing_can_be_judged(debug):
    session = debug()
    session.to(10)
    said = "Noted; but stop 10 is the last one, so this is judged only if the machine comes here again."
    assert said in session.said("lab predict values[3] == 0")
    shown = session.said("continue")
    assert "is over" in shown
    assert "? You predicted values[3] == 0, but no stop came where that could be judged." in shown
    session.type("run")
    assert "No prediction waits" in session.text("lab predict")


def test_only_of_one_word_the_history_is_offered(at):
    session = at("01", 5)
    session.type("lab predict values == 3")
    session.type("lab predict !list.head")
    shown = words(session.text("continue"))
    assert "✗ You predicted values == 3, but values is {" in shown and "show-writes values" not in shown
    assert "✗ You predicted !list.head, but it is 0." in shown


def test_a_prediction_outlives_a_look_around(debug):
    session = debug()
    session.to(5)
    session.type("lab predict values[0] == 0")
    session.type("lab back")
    assert "You predicted" not in session.text("lab goto 5")
    session.type("show-writes values[0]")
    shown = words(session.text("lab goto 8"))
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
        ('"abc"', '"abc" is not a prediction; expected something true or false, such as values[3] == 0.'),
        ("7", "7 is not a prediction; expected something true or false, such as values[3] == 0."),
        ("list.head", "expected something true or false, such as list.head == 0."),
        ("list", "expected something true or false, such as list.head == 0."),
        ("values", "expected something true or false, such as values[0] == 0."),
        ("values[2]", "expected something true or false, such as values[2] == 0."),
        (
            "values[3] == …",
            "The dots stand for what you expect; put that in their place, as in lab predict values[3] == 0.",
        ),
        ("values[3] == ...", "The dots stand for what you expect; put that in their place, as in lab predict values"),
    ],
)
def test_what_cannot_be_predicted_says_why(at, expression, sentence):
    session = at("01", 1)
    before = session.text("p values[3]").split("=")[1]
    shown = session.said(f"lab predict {expression}")
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
    shown = words(session.text("continue"))
    assert "? *item == 0 cannot be judged here: " in shown and 'No symbol "item"' in shown


def test_what_cannot_be_read_yet_can_be_predicted(debug):
    session = debug()
    for expression in ("*list.head == 0", "!*list.head", "*list.head == *ptrs[0]"):
        assert session.text(f"lab predict {expression}").startswith("Noted"), expression
    assert "No symbol" in session.text("lab predict *nobody == 0")
    shown = words(session.text("continue"))
    assert "? *list.head == 0 cannot be judged here: " in shown and "Cannot access memory at address" in shown
    session.to(5)
    session.type("break linked_list_push")
    session.type("continue")
    assert session.text("lab predict *(long *) 0 + list.head == 0").startswith("Noted")  # the caller's names too


def test_steps_says_where_a_prediction_is_asked_for(debug):
    session = debug("01")
    session.to(5)
    assert [line[5:7].strip() for line in session.type("lab steps") if line.endswith("(predict?)")] == ["5", "9"]
    session.type(f"lab predict {COURSE[1].sections[5].predictions[0]}")
    lines = session.type("lab steps")
    assert [line[5:7].strip() for line in lines if line.endswith("(predicted)")] == ["5"]
    assert [line[5:7].strip() for line in lines if line.endswith("(predict?)")] == ["9"]
