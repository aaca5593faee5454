"""A block that is handed out is called in map and tree what the variable is called that points at it."""

from dataclasses import replace

import pytest

from buddylab.draw import forms
from buddylab.model import Word
from unit import heap_figure_samples as samples
from unit.buddies import MEMORY, Buddies
from unit.drawing import read
from unit.figure import faults


def named(snapshot, **pointers):
    return replace(snapshot, pointers=tuple(Word(0x80218D00, value, name) for name, value in pointers.items()))


def labels(snapshot, view):
    return {part.key: part.texts[0].content for part in read(forms.svg(snapshot, view)).of("label")}


@pytest.mark.parametrize("view", ["map", "tree", "all"])
def test_a_block_has_the_name_of_what_points_at_it(view):
    # [16 taken: sixteen][16 free][32 free][64 free]
    snapshot = named(samples.split(), sixteen=MEMORY)
    key, said = ("n", "") if view == "tree" else ("b", " · 16 of 16 B")
    assert labels(snapshot, view)[f"l{key}-{MEMORY:x}-4"] == f"taken · sixteen · {MEMORY:#x}{said}"
    drawn = forms.svg(snapshot, view)
    assert faults(drawn) == []
    assert view == "tree" or "sixteen points at it</title>" in drawn


def test_also_where_it_points_into_it_and_the_beginning_comes_first():
    snapshot = replace(named(samples.split(), inside=MEMORY + 8, begin=MEMORY), difference=None)
    assert labels(snapshot, "map")[f"lb-{MEMORY:x}-4"] == "begin"  # there is no room for more
    assert "begin and inside point at it</title>" in forms.svg(snapshot, "map")


def test_a_free_block_has_none_nor_has_one_that_nothing_points_at():
    snapshot = named(samples.split(), null=0, beyond=MEMORY + 128, dangling=MEMORY + 64, before=MEMORY - 1)
    assert forms.dot(snapshot, "all") == forms.dot(samples.split(), "all")
    unknown = replace(named(samples.split(), unread=0), pointers=(Word(0x80218D00, None, "unread"),))
    assert forms.dot(unknown, "map") == forms.dot(samples.split(), "map")


def test_blocks_too_thin_to_be_told_apart_say_whose_one_is():
    # … [8 taken: one][8 free] of 8 MiB
    heap = Buddies(1 << 23, 32)
    at = heap.alloc(8)
    snapshot = named(heap.snapshot(), one=at)
    assert "2 blocks, with one" in labels(snapshot, "map").values()
    assert faults(forms.svg(snapshot, "map")) == [] == faults(forms.svg(snapshot, "tree"))
    since = samples.since(Buddies(1 << 23, 32), lambda heap: heap.alloc(8) and None)
    assert "1 taken of 2 blocks, with one" in labels(named(since, one=at), "map").values()
