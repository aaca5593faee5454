"""A whole lesson as a student takes it: typed line by line at a terminal with the tutor on, forwards and backwards."""

import re

import pytest

from buddylab.course import book
from docs.versions import is_reference, substitute
from session.conftest import HASH, ROOT

COURSE = book.read(str(ROOT), "walkthrough.md").lessons


def commands(number):
    """What the walkthrough has a student type in a lesson, after make debug and up to quit."""
    typed = [each for each in COURSE[number].commands if each.prompt == "(gdb) "]
    return typed[: [each.text for each in typed].index("quit")]


def without_source(lines):
    """Where one has been before the tutor shows less of it than the page."""
    return [line for line in lines if not re.match(r"(=>|  ) +\d+(  |$)", line)]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_forwards_and_backwards(debug, number):
    session = debug(f"{number:02}", guided=True)
    exact = is_reference()
    stops = len(COURSE[number].sections) - 1
    memory = {1: session.text(HASH)}
    for command in commands(number):
        shown, found = without_source(command.output), without_source(session.type(command.text))
        if exact:  # the page leaves out what the tutor says behind it
            assert found[: len(shown)] == shown, command
        else:
            assert substitute(found)[0].startswith(substitute(shown)[0]), command
        arrived = re.search(r"^Stop (\d+) of \d+: ", "\n".join(shown), re.MULTILINE)
        if arrived:
            stop = int(arrived.group(1))
            assert found[-1].startswith("Type: ")
            memory[stop] = session.text(HASH)
    assert sorted(memory) == list(range(1, stops + 1))
    session.type(f"lab goto {stops}")
    assert session.text(HASH) == memory[stops]
    for stop in range(stops - 1, 0, -1):
        assert f"\nStop {stop} of {stops}: " in session.text("lab back")
        assert session.text(HASH) == memory[stop], f"stop {stop} differs on the way back"
    assert "There is no stop before this one" in session.text("lab back")
    assert [line[:4].strip("=> ") for line in session.type("lab steps")[1:]] == stops * ["✓"]
    for stop in range(2, stops + 1):
        assert f"\nStop {stop} of {stops}: " in session.text("lab goto " + str(stop) if stop % 2 else "continue")
        if stop % 2:
            assert session.text(HASH) == memory[stop]
