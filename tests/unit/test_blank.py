"""--blank: a frame to be filled in, which is the same whatever stands in it."""

import re
from dataclasses import replace

import pytest

from buddylab.draw import forms
from buddylab.draw.figure.places import PLACES
from buddylab.draw.words import heap_text, list_text
from unit import heap_figure_samples as heaps
from unit import lists_samples as lists
from unit.buddies import Buddies
from unit.drawing import read
from unit.figure import faults
from unit.test_tree import Blocks, seen

ORDERS = ([5, 4, 3, 2, 1, 0], [0, 3, 1], [2], [])
VIEWS = ["chains", "map", "tree", "all"]


def blank_list(order):
    return replace(lists.sample(order, 6), blank=True)


def blank_heap(*sizes):
    heap = Buddies(256, order=9)
    for size in sizes:
        heap.alloc(size)
    return replace(heap.snapshot(True), blank=True)


HEAPS = (blank_heap(), blank_heap(16), blank_heap(8, 100, 30, 8), blank_heap(256))


def test_a_list_s_frame_tells_nothing_of_the_list():
    figures = {forms.svg(blank_list(order), theme="print") for order in ORDERS}
    texts = {list_text.show(blank_list(order)) for order in ORDERS}
    assert len(figures) == len(texts) == 1
    (figure,), (text,) = figures, texts
    assert faults(figure) == [] and "Fill in what each word holds" in figure
    boxes = read(figure).boxes
    assert len(boxes) == 7 and "->" not in figure and 'class="link' not in figure
    assert text.count("__________________") == 7 and text.count("→ ____") == 7 and "0x80218d48:" in text


def test_what_is_filled_in_is_drawn_otherwise():
    assert forms.svg(lists.sample([1, 0], 6)) != forms.svg(lists.sample([0, 1], 6))


@pytest.mark.parametrize("view", VIEWS)
def test_a_heap_s_frame_tells_nothing_of_its_blocks(view):
    figures = {forms.svg(each, view, "print") for each in HEAPS}
    assert len(figures) == 1
    (figure,) = figures
    assert faults(figure) == [] and "Fill in the free blocks" in figure
    if view in ("map", "tree"):  # every block that there can be: one of 256 bytes, two of 128, and so on
        assert len(read(figure).of("blank")) == sum(256 >> order for order in range(3, 9))


def test_a_heap_s_text_tells_nothing_of_its_blocks():
    (text,) = {heap_text.show(each) for each in HEAPS}
    assert text.count("____") == 2 * 6 + 5 and "Handed out" not in text


@pytest.mark.parametrize("view", VIEWS[1:])
def test_a_tree_s_levels_are_blank_too(view):
    blocks, more = Blocks(), Blocks()
    more.alloc(16)
    snapshots = [replace(seen(each.words()), blank=True) for each in (blocks, more)]
    (drawn,) = {forms.svg(each, view, "print") for each in snapshots}
    assert faults(drawn) == [] and len(read(drawn).of("blank")) == 31
    (text,) = map(heap_text.show, snapshots[:1])
    assert heap_text.show(snapshots[1]) == text and "    7  128 B    ____  ____" in text


@pytest.mark.parametrize("place", sorted(PLACES))
def test_frames_fit_their_places(place):
    for drawn, view in ((blank_list(ORDERS[0]), ""), (HEAPS[2], "map"), (HEAPS[2], "chains")):
        figure = forms.Forms(drawn, "print", view, place=PLACES[place])
        assert figure.left_out() == "" and faults(figure.content("a.svg").decode()) == []


def test_a_large_heap_has_no_more_bars_than_can_be_seen():
    drawn = forms.svg(replace(heaps.freed(360), blank=True), "map", "print")
    assert faults(drawn) == [] and 100 < len(read(drawn).of("blank")) < 600
    assert re.search("; those below (32|64) B are too small to draw<", drawn)
