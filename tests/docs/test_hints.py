"""What a hint names to be typed. Whether that works where a learner reads it, make check tries: test_everything.py."""

import pytest

from buddylab.checking.hints import commands


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
