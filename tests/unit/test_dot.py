"""The DOT text of the lecture's figures, against golden files; `UPDATE_GOLDEN=1 pytest-3 …` rewrites them."""

import os
from pathlib import Path

import pytest

from buddylab.draw import forms
from buddylab.model import Shape, Word
from buddylab.snapshot import Snapshot
from buddylab.walk import walk
from unit import lists_samples as samples
from unit.memories import LIST, VALUES, memory

GOLDEN = Path(__file__).with_name("golden")
LECTURE = {"push": samples.push, "pop": samples.pop, "unlink": samples.unlink}


@pytest.mark.parametrize("name", LECTURE)
def test_golden(name):
    path = GOLDEN / f"{name}.dot"
    drawn = forms.dot(LECTURE[name]())
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(drawn)
    assert drawn == path.read_text()


def test_equal_snapshots_give_equal_texts():
    assert forms.dot(samples.ordered(40, "scattered")) == forms.dot(samples.ordered(40, "scattered"))


def test_markup_in_a_name_is_text():
    assert "a&lt;b&gt;&amp;&quot;c&quot;" in forms.dot(samples.named('a<b>&"c"'))


def test_a_head_has_its_own_address_wherever_the_links_lie():
    # [list] -> node, whose link lies 8 bytes into it
    found = walk(memory({LIST: VALUES}), Shape(next=8), Word(LIST, VALUES, "list"))
    drawn = forms.dot(Snapshot(found, (), ()))
    assert f">{LIST:#x}<" in drawn and f">{VALUES:#x}<" in drawn and f">{LIST - 8:#x}<" not in drawn
