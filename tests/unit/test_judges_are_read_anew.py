"""A judge is what its file says now, even if it was changed a moment ago and is as long as before."""

import os
import sys

from buddylab.grading import judges

JUDGE = """from buddylab.grading.judging import Test

def vary(random):
    return {}

TESTS = (Test(2, "NAME", lambda state: None),)
"""


def test_a_judge_that_was_changed_within_the_second(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "judge.py"
    for name in ("one", "two"):
        path.write_text(JUDGE.replace("NAME", name))
        os.utime(path, (1_000_000_000, 1_000_000_000))
        assert [each.test.name for each in judges.load(path).tests] == [name]
