"""The DOT text of the lecture's figures, against golden files; `UPDATE_GOLDEN=1 pytest-3 …` rewrites them."""

import os
from pathlib import Path

import pytest

from buddylab.draw import dot
from unit import lists_samples as samples

GOLDEN = Path(__file__).with_name("golden")
LECTURE = {"push": samples.push, "pop": samples.pop, "unlink": samples.unlink}


@pytest.mark.parametrize("name", LECTURE)
def test_golden(name):
    path = GOLDEN / f"{name}.dot"
    drawn = dot.dot(LECTURE[name]())
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(drawn)
    assert drawn == path.read_text()


def test_equal_snapshots_give_equal_texts():
    assert dot.dot(samples.ordered(40, "scattered")) == dot.dot(samples.ordered(40, "scattered"))


def test_markup_in_a_name_is_text():
    assert "a&lt;b&gt;&amp;&quot;c&quot;" in dot.dot(samples.named('a<b>&"c"'))
