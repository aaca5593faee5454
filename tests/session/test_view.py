"""lab view, as far as no browser is needed to see it; tests/pages has the rest."""

import re

import pytest

from session.conftest import wait_until

HEADLESS = "DISPLAY= WAYLAND_DISPLAY= make debug LESSON={}"


def test_flags_of_lab_view_take_no_value(debug):
    session = debug("03", HEADLESS)
    session.to(4)
    for line in ("given_back --relative heap", "heap --all given_back", "given_back --relative --count 3 heap --all"):
        assert session.said(f"lab view {line}") == "Open build/live/index.html in a web browser; it follows every stop."


def test_a_list_is_shown_as_one_though_its_head_may_be_that_of_a_free_list(debug):
    session = debug("01", HEADLESS)
    state = session.folder / "live" / "state.js"
    session.type("lab view list --memory values, ptrs[3]")  # which holds nothing yet
    wait_until(lambda: '"heading": "show-list ptrs[3]"' in state.read_text())
    assert '"heading": "show-list list --memory values"' in state.read_text()


def test_what_is_neither_is_told_as_the_command_that_is_meant_tells_it(debug):
    session = debug("01", HEADLESS)
    assert "values is an array, usize [16]; show-list" in session.said("lab view values")
    assert "--view nap is not known" in session.said("lab view list --view nap")
    session = debug("04", HEADLESS)
    session.to(2)
    assert "heap has no list 99; expected 0 to 7." in session.said("lab view heap --order 99")
    assert "Stop 99 was not passed" in session.said("lab view heap --since 99")


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


@pytest.mark.parametrize(
    "expression, why, look",
    [
        ("(linked_list_push(&list, &values[3]), list)", "may-call-functions", "p values[3]"),
        ("&values[left += 1]", "(+=)", "p left"),
    ],
)
def test_the_picture_does_not_do_again_what_changes_the_machine(debug, expression, why, look):
    session = debug("01", HEADLESS)
    session.to(3)
    state = session.folder / "live" / "state.js"
    for line in ("set var values[3] = 1", "set var left = -1", "lab view", f"show-list {expression}"):
        session.type(line)
    wait_until(lambda: why in state.read_text())
    assert session.text(look) == "$1 = 0"  # pushed twice it would point at itself
