"""Every command in a hint that only looks works at the stop that the hint belongs to."""

import re
from pathlib import Path

import pytest

from buddylab.course import book
from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
COURSE = book.read(str(ROOT), "walkthrough.md").lessons
LOOKING = ("p ", "print ", "x ", "info ", "list ", "ptype ", "help ", "show-list ", "show-freelists ")


def commands(section):
    """What the hints of a section name between backticks, one line each."""
    code = [" ".join(each.split()) for hint in section.hints for each in re.findall(r"`([^`]+)`", hint)]
    return [each for each in code if each.startswith(LOOKING)]


@pytest.mark.parametrize("lesson", sorted((ROOT / "lab").glob("[0-9][0-9]-*")), ids=lambda path: path.name)
def test_hints_name_commands_that_work(lesson):
    sections = COURSE[int(lesson.name[:2])].sections
    session = Session(ROOT, f"make debug LESSON={lesson.name[:2]}")
    tried = 0
    try:
        for stop, section in sorted(sections.items())[1:]:
            if stop > 1:
                assert f"\nStop {stop} of " in "\n".join(session.type("continue"))
            for command in commands(section):
                shown = session.type(f"python gdb.execute({command!r}, to_string=True); print('fine')")
                assert shown[-1] == "fine", f"stop {stop}: {command}: {shown}"
                tried += 1
    finally:
        session.close()
    assert tried >= len(sections) - 1
