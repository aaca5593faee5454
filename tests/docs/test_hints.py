"""Hints only look: they work where a learner reads them, behind the page's own commands, and the lesson goes on."""

import re
from pathlib import Path

import pytest

from buddylab.course import book
from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
COURSE = book.read(str(ROOT), "walkthrough.md").lessons
LOOKING = ("p ", "print ", "x ", "info ", "list ", "ptype ", "help ", "show-list ", "show-freelists ", "show-writes ")
MOVING = (
    "break ",
    "tbreak ",
    "watch ",
    "delete",
    "clear ",
    "continue",
    "run",
    "finish",
    "set var ",
    "lab goto ",
    "lab back",
)


def code(section):
    """What the hints of a section name between backticks, one line each."""
    return [" ".join(each.split()) for hint in section.hints for each in re.findall(r"`([^`]+)`", hint)]


def played(sections, stop):
    """What the page types at a stop, up to the end of the machine."""
    typed = [each.text for each in sections[stop].commands if each.prompt == "(gdb) " and not each.open]
    if stop == max(sections):
        typed = typed[: typed.index("continue", 1)]
    return typed


@pytest.mark.parametrize("lesson", sorted((ROOT / "lab").glob("[0-9][0-9]-*")), ids=lambda path: path.name)
def test_hints_work_where_they_are_read(lesson):
    sections = COURSE[int(lesson.name[:2])].sections
    session = Session(ROOT, f"make debug LESSON={lesson.name[:2]}")
    tried = 0
    try:
        for stop in sorted(sections)[1:]:
            said = "\n".join(line for each in played(sections, stop) for line in session.type(each))
            assert stop == 1 or f"\nStop {stop} of " in said
            for command in code(sections[stop]):
                if command.startswith(LOOKING):
                    shown = session.type(f"python gdb.execute({command!r}, to_string=True); print('fine')")
                    assert shown[-1] == "fine", f"stop {stop}: {command}: {shown}"
                    tried += 1
        assert "powered off with status 0." in " ".join(" ".join(session.type("continue")).split())
    finally:
        session.close()
    assert tried >= len(sections) - 1


@pytest.mark.parametrize("number", COURSE)
def test_hints_do_not_move_the_machine(number):
    sections = COURSE[number].sections
    assert [(stop, each) for stop in sections for each in code(sections[stop]) if each.startswith(MOVING)] == []
