"""Figures laid out for a place: they fit it, their letters are not too small, and what is not shown is counted.

Random figures for places of any size are a part of make fuzz, fuzz/places.py.
"""

import re

import pytest

from buddylab.draw import forms
from buddylab.draw.bars.strips import Row, Strip, fewer
from buddylab.draw.figure import svg as graphviz
from buddylab.draw.figure.gather import gathered
from buddylab.draw.figure.palette import LIGHT
from buddylab.draw.figure.places import LEAST, MOST, PLACES, place
from buddylab.draw.views import list as lists
from buddylab.heaps.heap_model import Heap, HeapSnapshot
from fuzz.places import drawn
from unit import heap_figure_samples as heaps
from unit import lists_samples
from unit.buddies import Buddies
from unit.drawing import center, read
from unit.figure import faults

VIEWS = ("chains", "map", "tree", "all")


NONE = HeapSnapshot(Heap(0x80219000, "heap", (), 0, 0, 0))


def twenty():
    """A heap with a block of each of twenty sizes."""
    heap = Buddies(1 << 23, 32)
    heap.alloc(8)
    return heap.snapshot()


LISTS = {
    "push": lists_samples.push,
    "pop": lists_samples.pop,
    "unlink": lists_samples.unlink,
    "cycle": lists_samples.cycle,
    "none": lambda: lists_samples.ordered(0, "in order"),
    "40": lambda: lists_samples.ordered(40, "in order"),
    "40, scattered": lambda: lists_samples.ordered(40, "scattered"),
    "500": lambda: lists_samples.ordered(500, "in order"),
}
HEAPS = {
    "seven": heaps.seven,
    "split": heaps.split,
    "merge": heaps.merge,
    "zebra": heaps.zebra_marked,
    "twenty": twenty,
    "compared": lambda: heaps.scattered(7, 20, 1024, 32, compared=True),
    "300": lambda: heaps.scattered(1),
    "regions apart": heaps.apart,
    "not made": lambda: NONE,
}
EVERY = [(make, "") for make in LISTS.values()] + [(make, view) for make in HEAPS.values() for view in VIEWS]
NAMES = [*LISTS, *(f"{name}, {view}" for name in HEAPS for view in VIEWS)]


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("make, view", EVERY, ids=NAMES)
def test_a_figure_fits_its_place_and_can_be_read_there(make, view, where):
    text, width, height, letters = drawn(make(), where, view)
    assert faults(text) == []
    assert width <= place(where).width + 0.1 and height <= place(where).height + 0.1
    assert LEAST - 0.01 <= min(letters) and max(letters) <= 1.5 * MOST


def test_twenty_orders_are_on_one_slide():
    figure = read(drawn(twenty(), "slide", "chains")[0])
    assert len(figure.of("aside")) == 20 and len(figure.of("word")) == 40
    assert forms.Forms(twenty(), view="chains", place=PLACES["slide"]).left_out() == ""


def test_a_slide_has_no_title_no_caption_and_no_ground():
    text = drawn(lists_samples.push(), "slide")[0]
    figure = read(text)
    assert "title" not in figure.parts and "background" not in text
    assert re.search(r'id="canvas".*?fill="transparent"', text, re.S) or 'fill="none"' in text
    assert LIGHT["canvas"] not in re.sub("<style>.*?</style>", "", text, flags=re.S)
    page = read(drawn(lists_samples.push(), "page")[0])
    assert "title" in page.parts and "caption" in page.parts


def test_a_heap_that_was_not_made_is_an_empty_table():
    for view in VIEWS:
        figure = read(forms.svg(NONE, view))
        assert figure.parts["t-none-0"].texts[0].content == "heap: no lists yet"
        assert len(figure.of("nothing")) == 6


def test_what_is_not_shown_is_counted():
    made = forms.Forms(lists_samples.ordered(40, "in order"), place=PLACES["slide"])
    figure = read(made.content("a.svg").decode())
    (more,) = figure.of("more")
    hidden = int(more.texts[1].content.split()[1])
    assert len(figure.of("chain")) + hidden == 40 and hidden > 0
    assert made.left_out() == f"For slide there is too little room; not shown: {hidden} words."
    assert f"Not shown: {hidden} words." in [text.content for text in figure.parts["caption"].texts]


def test_rows_of_bars_are_counted_too():
    made = forms.Forms(twenty(), view="tree", place=PLACES["slide"])
    figure = read(made.content("a.svg").decode())
    (said,) = [text.content for part in figure.of("text") for text in part.texts if text.content.endswith("more rows")]
    shown = [part for part in figure.of("text") if part.key.startswith("t-tree-")]
    whole = read(forms.svg(twenty(), "tree"))
    every = [part for part in whole.of("text") if re.fullmatch(r"t-tree-\d+", part.key)]
    assert len(shown) + int(said.split()[1]) == len(every)


def test_a_list_leads_through_what_is_gathered():
    scene = lists.scene(lists_samples.ordered(40, "in order"))
    less, hidden = gathered(scene, 3)
    more = "more-f-80218d48"
    assert hidden == 32 and max(box.row for box in less.boxes) == 3
    ends = {(arrow.source, arrow.target) for arrow in less.arrows}
    last_of_first_row, first_of_last_row = "w-80218d60", "w-80218e68"
    assert {(more, last_of_first_row), (first_of_last_row, more)} <= ends


def test_nothing_is_gathered_where_there_is_room():
    scene = lists.scene(lists_samples.ordered(12, "in order"))
    assert gathered(scene, 3) == (scene, 0)


@pytest.mark.parametrize("format", ["pdf", "png", "dot"])
def test_other_formats_have_that_size_too(format):
    made = forms.Forms(heaps.split(), "light", "map", place=PLACES["slide"]).content(f"a.{format}")
    _, width, height, _ = drawn(heaps.split(), "slide", "map")
    if format == "dot":
        said = re.search(rb'size="([\d.]+),([\d.]+)!"', made)
        assert [72 * float(each) for each in said.groups()] == pytest.approx([width, height], abs=0.1)
    elif format == "pdf":
        box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made)
        if box is not None:  # where it is not compressed
            assert [float(each) for each in box.groups()] == pytest.approx([width, height], abs=1.5)
    else:
        across = int.from_bytes(made[16:20], "big")
        assert across == pytest.approx(width * graphviz.DENSITY / 72, rel=0.01)


def test_words_keep_their_place_beside_each_other():
    figure = read(drawn(lists_samples.push(), "slide")[0])
    rows = {round(center(box.rect)[1]) for box in figure.of("chain")}
    assert len(rows) == 4


def test_places_are_named_or_measured():
    assert place("slide").bare and not place("page").bare
    assert (place("640x360").width, place("640x360").height) == (640, 360)
    assert [place(said) for said in ("poster", "640", "640x", "1x1", "-5x100", "")] == [None] * 6


@pytest.mark.parametrize(
    "named, shown",
    [
        ((), [0, 1, 2, "more", 18, 19]),
        ((3,), [0, 1, 2, 3, "more", 19]),
        ((15,), ["more", 15, 16, 17, 18, 19]),
        ((1, 2, 17), [0, 1, 2, "more", 18, 19]),
    ],
)
def test_of_many_rows_those_with_a_name_are_kept(named, shown):
    rows = [
        Row(at, "", "", (Strip("b", 0, 1, "free", tuple, names=("vec.buffer",) if at in named else ()),))
        for at in range(20)
    ]
    assert [row.key for row in fewer(rows, 6)] == shown
    assert fewer(rows, 20) == fewer(rows, 0) == rows
