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
