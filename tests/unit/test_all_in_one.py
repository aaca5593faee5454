"""The figure of --view all: chains left, map and tree in one right of them, as low as its letters allow."""

import pytest

from buddylab.draw import forms
from buddylab.draw.figure.layout import WIDEST
from unit import heap_figure_samples as samples
from unit.buddies import Buddies
from unit.drawing import read
from unit.figure import faults
from unit.test_fit import twenty

# The height of each when chains were frames, one below the other, and map and tree were panels of their own.
TALL = {
    "seven": (samples.seven, 948),
    "regions apart": (samples.apart, 1408),
    "300": (lambda: samples.freed(360), 1474),
    "300 handed out": (lambda: samples.scattered(1), 2259),
    "twenty": (twenty, 2443),
    "published": (samples.published, 5162),
}


@pytest.mark.parametrize("name", TALL)
def test_it_is_about_a_third_as_tall_as_it_was(name):
    make, height = TALL[name]
    figure = read(forms.svg(make(), "all"))
    assert figure.view.bottom <= 0.39 * height and figure.view.right <= WIDEST


def merged():
    """127 words, all of which come back: every order has its list again, and six of them were climbed to."""
    heap = Buddies(1016, 32)
    held = sorted(heap.alloc(8) for _ in range(127))
    return samples.since(heap, lambda heap: [heap.dealloc(at, 8) for at in held] and None)


@pytest.mark.parametrize("make", [samples.split, samples.merge, samples.seven, twenty, merged])
def test_bars_stand_right_of_the_chains(make):
    text = forms.svg(make(), "all")
    assert faults(text) == []
    frames = {part.key: part.rect for part in read(text).of("frame")}
    assert set(frames) == {"f-chains", "f-map-tree"}
    assert frames["f-map-tree"].left > frames["f-chains"].right
    assert frames["f-map-tree"].right - frames["f-map-tree"].left >= 600


def test_bars_stand_below_chains_that_are_broad():
    frames = {part.key: part.rect for part in read(forms.svg(samples.scattered(1), "all")).of("frame")}
    assert frames["f-map-tree"].top > frames["f-chains"].bottom


def test_each_block_is_drawn_once_and_each_state_is_explained_once():
    figure = read(forms.svg(samples.split(), "all"))
    blocks = [part.key for part in figure.of("block") if part.key[0] == "b"]
    assert sorted(blocks) == ["b-8021a000-4", "b-8021a010-4", "b-8021a020-5", "b-8021a040-6"]
    halves = [part.key for part in figure.of("block") if part.key[0] == "n"]
    assert sorted(halves) == ["n-8021a000-5", "n-8021a000-6", "n-8021a000-7"]
    samples_ = [part.texts[0].content for part in figure.of("text") if part.key.startswith("y-")]
    assert samples_ == ["free", "handed out", "split"]


def test_it_says_what_map_and_tree_say():
    whole = {text.content for part in read(forms.svg(samples.merge(), "all")).of("label") for text in part.texts}
    for view in ("map", "tree"):
        figure = read(forms.svg(samples.merge(), view))
        assert {text.content for part in figure.of("label") for text in part.texts} - whole <= {
            "merged · 0x8021a000",  # the map's says the size too
            "returned · 0x8021a000 · 16 B",  # of a half that is no more; its row says the size
        }


def test_what_words_were_stands_beside_their_names():
    figure = read(forms.svg(samples.seven_added(), "all"))
    heads = figure.of("head")
    assert len(heads) == 7
    for box in heads:
        name, note, word = box.texts
        assert note.content == "was null" and note.rect.left > name.rect.right
        assert box.cell(note).bottom <= box.cell(word).top + 1  # in the row of the name
    below = read(forms.svg(samples.seven_added(), "chains")).of("head")
    assert all(box.cell(box.texts[2]).top >= box.cell(box.texts[1]).bottom - 1 for box in below)


def test_letters_are_no_smaller_than_in_the_views_alone():
    def sizes(view):
        return forms.source(samples.split(), view).letters

    assert sizes("all") == min(sizes("chains"), sizes("map"), sizes("tree"))
