"""Where things go before Graphviz sees them: tracks, texts that fit, frames, and time."""

import random
import time

import pytest

from buddylab.draw import forms
from buddylab.draw.figure import layout as layout_module
from buddylab.draw.figure import measure
from buddylab.draw.figure.layout import layout
from buddylab.draw.figure.route import plan, tracks
from buddylab.draw.views import list as lists
from buddylab.ends import End
from buddylab.model import Chain, Word
from unit import lists_samples as samples
from unit.test_compared import HEAPS, unlinked
from buddylab.snapshot import Snapshot, Variable


def test_tracks_keep_touching_spans_apart():
    # a: |-------|    b:   |--|    c:        |--|  (touches a)    d:             |-|
    spans = {"a": (0, 8), "b": (2, 5), "c": (8, 11), "d": (13, 15)}
    assert tracks(spans) == {"d": 0, "b": 0, "c": 0, "a": 1}


@pytest.mark.parametrize("seed", range(20))
def test_tracks_never_hold_two_spans_at_one_place(seed):
    rng = random.Random(seed)
    spans = {str(key): tuple(sorted((rng.randint(0, 60), rng.randint(0, 60)))) for key in range(50)}
    found = tracks(spans)
    for one, (start, end) in spans.items():
        for two, (first, last) in spans.items():
            assert one == two or found[one] != found[two] or end < first or last < start


def test_pushed_in_order_needs_one_track_where_the_row_turns():
    routed = plan(lists.scene(samples.push()))
    assert routed.uprights == {(0, -1): 1, (3, -1): 1}
    assert sum(route.straight for route in routed.routes.values()) == 12


@pytest.mark.parametrize(
    "now, view", [(samples.push(), ""), (unlinked(), ""), *((HEAPS["merge"](), view) for view in ("chains", "all"))]
)
def test_a_figure_is_planned_once(now, view, monkeypatch):
    plans = []
    monkeypatch.setattr(layout_module, "plan", lambda scene: plans.append(scene) or plan(scene))
    forms.dot(now, view)
    assert len(plans) == 1


def test_nodes_stand_four_to_a_row_in_address_order():
    boxes = lists.scene(samples.ordered(17, "scattered")).boxes
    assert [(box.name, box.row, box.column) for box in boxes if box.row == 1] == [
        ("values[4]", 1, 0),
        ("values[5]", 1, 1),
        ("values[6]", 1, 2),
        ("values[7]", 1, 3),
    ]


def frames(snapshot):
    return {frame.title: (frame.first, frame.last) for frame in lists.scene(snapshot).frames}


def test_frames_say_whose_memory_it_is():
    assert frames(samples.push()) == {
        "values, on the stack of lesson()": (0, 3),
        "list, on the stack of lesson()": (4, 4),
    }


def test_words_of_no_variable_share_a_frame():
    words = tuple(Word(address, 0) for address in (0x1000, 0x1010, 0x3000))
    snapshot = Snapshot(Chain(Word(None, 0, "f()"), (), End.NULL), words, (Variable("a", 0x1010, 16, "global"),))
    assert frames(snapshot) == {"memory in no variable": (0, 0), "a, global": (1, 1), "a value, not in memory": (2, 2)}


def test_variables_of_one_word_share_a_frame():
    words = (Word(0x1000, 0x1008, "a"), Word(0x1008, 0, "b"))
    variables = (
        Variable("a", 0x1000, 8, "global"),
        Variable("b", 0x1008, 8, "global"),
        Variable("l", 0x1010, 8, "global"),
    )
    snapshot = Snapshot(Chain(Word(0x1010, 0x1000, "l"), words, End.NULL), (), variables)
    assert frames(snapshot) == {"global": (0, 0), "l, global": (1, 1)}


def test_long_texts_are_wrapped_and_long_names_shortened():
    assert measure.wrap("one two three", 40, 10, 0.5) == ["one two", "three"]
    assert measure.wrap("incomprehensible", 40, 10, 0.5) == ["incompre", "hensible"]
    assert measure.wrap("数组数组", 30, 10, 0.5) == ["数组数", "组"]
    assert measure.wrap("", 40, 10) == []
    assert measure.wrap("the largest of 8 B", 85, 10, 0.5) == ["the largest of", "8 B"]
    assert measure.balanced("the largest of 8 B", 85, 10, 0.5) == ["the largest", "of 8 B"]
    assert measure.wrap("up to stop 6: push", 40, 10, 0.5) == ["up to", "stop 6:", "push"]
    assert measure.wrap("blocks · stop", 40, 10, 0.5) == ["blocks ·", "stop"]
    assert measure.balanced("one two", 100, 10, 0.5) == ["one two"]
    assert measure.balanced("", 40, 10) == []
    assert measure.shorten("values[15]", 10) == "values[15]"
    assert measure.shorten("a_long_name[15]", 10) == "a_lon…[15]"
    assert measure.shorten("kernel_heap_memory[1945600]", 22) == "kernel_heap_…[1945600]"
    assert measure.shorten("a_long_name[1945600]", 10) == "a_long…00]"
    assert measure.shorten("a_function_with_a_long_name+132", 14) == "a_functio…+132"
    assert measure.shorten("heap.heap.free_list[11].head", 22) == "heap.heap.fr…[11].head"
    assert measure.cells("数组") == 4


def test_a_title_is_never_wider_than_the_figure():
    place = layout(lists.scene(samples.push()))
    assert place.title.rect.right < place.width and place.caption.rect.right < place.width


@pytest.mark.parametrize("order", ["in order", "scattered"])
def test_two_thousand_nodes_take_no_time_to_speak_of(order):
    snapshot = samples.ordered(2000, order)
    start = time.process_time()
    forms.dot(snapshot)
    assert time.process_time() - start < 3  # measured: 0.4 s
