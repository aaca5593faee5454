"""Each hint is tried where a learner reads it: what it names works there, and the page goes on as if nobody had."""

from pathlib import Path

import pytest

from buddylab.checking.hints import commands
from buddylab.checking.playing import hinted
from buddylab.course import book
from docs.versions import is_reference

ROOT = Path(__file__).resolve().parents[2]
COURSE = book.read(str(ROOT), "walkthrough.md").lessons


@pytest.mark.parametrize("number", sorted(COURSE))
def test_hints_work_and_change_nothing(number):
    assert list(hinted(ROOT, number, COURSE[number], is_reference())) == []


@pytest.mark.parametrize(
    "hint, found",
    [
        ("`p values[3]`, and\n`x /2xg\nvalues`, but `list` and `ptype` say nothing", ["p values[3]", "x /2xg values"]),
        (
            "`lab predict values[0] == …` is yours to say; `step` goes in; type `next`, `p a`, then `up`",
            ["next", "p a", "up"],
        ),
        ("```console\n(gdb) watch count\n(gdb) continue\n```", ["watch count", "continue"]),
        ("`continued` is no command, `delete 11` is one, and so is `clear f`", ["delete 11", "clear f"]),
    ],
)
def test_what_a_hint_names(hint, found):
    assert commands(hint) == found
