"""A heap's figures as rendered: every rule of figure.py holds for any heap in any view; and what they must say."""

import os
import random
import re
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from buddylab.draw import forms
from buddylab.draw.bars.rows import THIN
from buddylab.draw.figure import dot, svg
from buddylab.draw.figure.layout import layout
from buddylab.draw.figure.palette import COLOURS, HEAP
from buddylab.draw.views.heap_chains import Chains
from buddylab.ends import End
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import Heap, HeapSnapshot
from buddylab.model import Chain, Nodes, Word
from fuzz.heap_figures import heap
from unit import heap_figure_samples as samples
from unit.buddies import Buddies
from unit.drawing import center, read
from unit.figure import faults
from unit.heap_figure import bars
from unit import zones
from unit.test_heap import RING, ring, taken
from unit.placed import moved
from unit.test_svg import contrast

GOLDEN = Path(__file__).with_name("golden") / "heap-split.dot"
VIEWS = ["chains", "map", "tree", "all"]
HEAPS = {
    "split": samples.split,
    "split, unchecked": lambda: samples.split(False),
    "merge": samples.merge,
    "merge, unchecked": lambda: samples.merge(False),
    "zebra": samples.zebra,
    "zebra, unchecked": lambda: samples.zebra(False),
    "zebra, marked": samples.zebra_marked,
    "published": samples.published,
    "1": samples.one,
    "1, ORDER 32": lambda: samples.one(32),
    "7": samples.seven,
    "none free": samples.none,
    "waste": samples.waste,
    "regions apart": samples.apart,
    "300": lambda: samples.freed(360),
    "300, unchecked": lambda: samples.freed(360, False),
    "300 handed out": lambda: samples.scattered(1),
    "zone": lambda: zones.snapshot(zones.scattered(3, 16384), 16384),
    "zone, compared": lambda: zones.compared(zones.scattered(3, 8192), zones.scattered(4, 8192), 8192),
    "300 handed out, unchecked": lambda: samples.scattered(1, 300, 1 << 13, checked=False),
}


@lru_cache(maxsize=None)
def figure_of(name, view):
    return forms.svg(HEAPS[name](), view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", HEAPS)
def test_every_rule(name, view):
    assert faults(figure_of(name, view)) == []


@pytest.mark.parametrize("view", VIEWS)
def test_drawing_takes_time_in_proportion_to_the_blocks(view):
    def seconds(blocks):
        snapshot = Buddies(16 * blocks, 5).snapshot()
        start = time.process_time()
        forms.dot(snapshot, view)
        return time.process_time() - start

    assert seconds(16000) < 40 * max(seconds(1000), 0.01)


def random_heap(seed):
    rng = random.Random(seed)
    size, order = rng.choice([128, 1016, 4096, 1 << 16, 1 << 23]), rng.choice([8, 32])
    size = min(size, 1 << 14) if order == 8 else size
    return samples.scattered(seed, rng.choice([5, 20, 80]), size, order, rng.random() < 0.7)


# In the last four, bars overlapped once: Graphviz rounds the width of what it draws to whole points.
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", [*range(4), 1018, 1225, 897639, 765181])
def test_random_heaps(seed, view):
    assert faults(forms.svg(random_heap(seed), view)) == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["split", "zebra", "waste", "regions apart", "300 handed out", "300, unchecked"])
def test_graphviz_draws_what_was_laid_out(name, view):
    scene = forms.scene(HEAPS[name](), view)
    assert moved(layout(scene), read(svg.run(dot.write(scene).text))) == []


def test_what_is_drawn_elsewhere_is_found():
    scene = forms.scene(samples.split(), "map")
    drawn, laid = read(svg.run(dot.write(scene).text)), layout(scene)
    (panel,) = laid.panels
    bar = panel.bars[-1]
    panel.bars[-1] = replace(bar, rect=replace(bar.rect, right=bar.rect.right - 0.4))
    assert [found.split(":")[0] for found in moved(laid, drawn)] == [bar.key]


def test_the_legend_stands_below_what_is_beside_the_boxes():
    snapshot = samples.scattered(7, 5, 128, 8, compared=True)
    figure = read(forms.svg(snapshot, "all"))
    assert figure.parts["f-legend"].rect.top > max(
        figure.parts[f"f-{name}"].rect.bottom for name in ("chains", "map-tree")
    )


@pytest.mark.parametrize("number", [79, 333])
def test_a_block_that_is_no_more_lies_in_a_region_too(number):
    assert faults(forms.svg(heap(random.Random(f"1:{number}")), "map")) == []


@pytest.mark.parametrize("view", ["map", "tree"])
@pytest.mark.parametrize("name", HEAPS)
def test_every_block_is_there(name, view):
    snapshot = HEAPS[name]()
    drawn = bars(read(figure_of(name, view)), view)
    letter = {"map": "b", "tree": "n"}[view]
    several = [(start, stop) for key, (start, stop, _) in drawn.items() if "-to-" in key]
    for block in (*snapshot.heap.free(), *(snapshot.heap.taken or ())):
        own = f"{letter}-{block.address:x}-{block.order}" in drawn
        assert own or any(start <= block.address and block.end <= stop for start, stop in several), block


def test_300_are_300():
    assert 280 <= len(samples.freed(360).heap.free()) <= 320


def test_all_58_published_blocks_have_their_address_and_size():
    texts = {text.content for part in read(forms.svg(samples.published(), "map")).of("label") for text in part.texts}
    assert len([text for text in texts if re.fullmatch(r"0x[0-9a-f]+ · \d+ ([KMG]i)?B", text)]) == 58


def labels(snapshot, view):
    return {part.key: part.texts[0].content for part in read(forms.svg(snapshot, view)).of("label")}


def test_what_changed_is_said_in_words():
    assert labels(samples.split(), "map")["lb-8021a000-4"] == "taken · 0x8021a000 · 16 of 16 B"
    assert labels(samples.split(), "map")["lb-8021a000-7"] == "split · 0x8021a000 · 128 B"
    assert labels(samples.merge(), "map")["lb-8021a000-4"] == "returned · 0x8021a000 · 16 B"
    assert labels(samples.merge(), "tree")["ln-8021a000-7"] == "merged · 0x8021a000"
    assert labels(samples.zebra_marked(), "map") == {"l-map-3": "64 returned: every second one"}
    assert "merged" in read(forms.svg(samples.merge())).parts["w-8021a000"].kinds


def test_many_marked_bars_have_a_bracket_and_no_frames():
    figure = read(forms.svg(samples.zebra_marked(), "map"))
    bars_ = [part for part in figure.of("block") if "map" in part.kinds]
    assert len(bars_) == 127 and len([part for part in bars_ if "returned" in part.kinds]) == 64
    text = forms.svg(samples.zebra_marked(), "map")
    assert len(re.findall(f'<polygon [^>]*stroke="{COLOURS["changed-line"][0]}"', text)) == 0
    (bracket,) = figure.lines["q-map-3"].paths
    ends = [min(x for x, _ in bracket), max(x for x, _ in bracket)]
    assert ends == pytest.approx([bars_[0].rect.left, bars_[-1].rect.right], abs=1)
    assert not figure.of("lost") and "y-map-lost" not in figure.parts  # dashes in bars of 5 points flicker
    few = read(forms.svg(samples.split(), "map"))
    assert not [key for key in few.lines if key.startswith("q-")]


def test_the_rungs_of_the_climb_and_their_bits():
    climb = {key: text for key, text in labels(samples.merge(), "tree").items() if key.startswith("ld-")}
    assert climb == {
        f"ld-8021a000-{order}": f"0x8021a000 and {0x8021A000 + (1 << order):#x} differ in bit {order} only"
        for order in (4, 5, 6)
    }
    steps = [key for key in read(forms.svg(samples.split(), "tree")).lines if key.startswith("d-")]
    assert len(steps) == 3


def test_what_was_not_asked_for_is_drawn_apart():
    drawn = read(forms.svg(samples.waste(), "map")).parts
    block, lost = drawn["b-80200000-17"].rect, drawn["ob-80200000-17"].rect
    assert (lost.right - lost.left) / (block.right - block.left) == pytest.approx(63 / 128, abs=0.02)
    assert drawn["lob-80200000-17"].texts[0].content == "63 KiB lost"


def test_what_is_handed_out_is_told_by_more_than_its_colour():
    thin = Buddies(1744, 32)
    thin.alloc(8)  # … [8 taken][8 free]: two bars that have no room for a hatching
    drawn = read(forms.svg(thin.snapshot(), "map"))
    (bar,) = [part.rect for part in drawn.of("taken") if "block" in part.kinds]
    assert bar.right - bar.left < THIN and "i-map-3" in drawn.lines and "h-map-3" not in drawn.lines
    many = Buddies(1 << 14, 32)
    for _ in range(400):
        many.alloc(8)
    lines = read(forms.svg(many.snapshot(), "map")).lines
    assert {"h-map-3", "m-map-3-taken"} <= set(lines)


def test_without_a_checked_build_what_is_not_free_has_no_boundaries():
    found = labels(samples.split(False), "map")
    assert found["lb-8021a000-4"] == "taken · 0x8021a000 · 16 B"
    assert found["lu-map-8021a000-8021a010"] == "not free, boundaries unknown · 16 B"
    assert not [part for part in read(forms.svg(samples.zebra(False), "all")).of("taken")]


def test_parts_and_states():
    drawn = forms.svg(samples.split(), "all")
    assert re.search(r'id="b-8021a040-6" class="node block free map tree"', drawn)
    assert re.search(r'id="n-8021a000-5" class="node block split changed map tree"', drawn)
    assert re.search(r'id="w-80219040" class="node word head null changed chains"', drawn)
    assert re.search(r'id="b-8021a000-7" class="node block free changed merged map"', forms.svg(samples.merge(), "map"))
    assert "<title>memory[8] at 0x8021a040: 64 B, free</title>" in drawn


def test_empty_lists_are_folded_and_long_ones_cut():
    drawn = read(forms.svg(samples.zebra(), "chains"))
    said = [text.content for text in drawn.parts["t-order-3"].texts]
    assert said == ["4 to 31: empty", "order 3 · 8 B", "0 to 2: empty"]
    assert [text.content for text in drawn.parts["ghost-more-3"].texts] == ["0x8021a3d0", "… 61 more"]


def test_orders_that_are_empty_are_told_between_those_that_are_not():
    drawn = read(forms.svg(samples.split(), "chains"))
    said = {part.key: [text.content for text in part.texts] for part in drawn.of("aside")}
    assert said == {
        "t-order-7": ["order 7 · 128 B"],
        "t-order-6": ["order 6 · 64 B"],
        "t-order-5": ["order 5 · 32 B"],
        "t-order-4": ["order 4 · 16 B", "0 to 3: empty"],
    }


def row(figure, order):
    """The boxes of an order's row behind its title, left to right."""
    title = center(next(text.rect for text in figure.parts[f"t-order-{order}"].texts if "order" in text.content))
    boxes = [box for box in figure.boxes if box.rect.top < title[1] < box.rect.bottom and box.rect.left > title[0]]
    return sorted(boxes, key=lambda box: box.rect.left)


def test_twenty_orders_are_no_taller_than_their_rows():
    heap = Buddies(1 << 23, 32)
    heap.alloc(8)
    figure = read(forms.svg(heap.snapshot(), "chains"))
    assert len(figure.of("aside")) == 20
    assert figure.view.bottom < 600  # as frames, one below the other, they took 2 000
    for order in range(3, 23):
        mine = row(figure, order)[:2]
        assert mine[0].texts[0].content == f"free_list[{order}]" and "null" in mine[1].kinds


@pytest.mark.parametrize("order", [None, 2, 6])
def test_circular_lists_come_home_by_plain_arrows(order):
    # free_list[6] -> 64 -> free_list[6], and seven that are empty: free_list[2] -> free_list[2]
    heap = Buddies(128)
    heap.alloc(64)
    drawn = forms.svg(replace(taken(ring(heap), shape=RING), order=order), "all")
    assert faults(drawn) == []
    figure = read(drawn)
    shown = 6 if order is None else order
    assert [part.key for part in figure.of("aside")] == [f"t-order-{shown}"]
    assert (">7: empty<" in drawn and ">0 to 5: empty<" in drawn) == (order is None)
    home = figure.lines["e-8021a040" if shown == 6 else "e-80219018"]
    assert "cycle" not in home.kinds and figure.parts[f"w-{0x80219008 + 8 * shown:x}"].rect.grown(3).holds(home.tip)


@pytest.mark.parametrize("count, said", [(6, ""), (7, "… 1 more region is"), (8, "… 2 more regions are")])
def test_regions_that_the_axis_has_no_room_for_are_counted(count, said):
    heap = Buddies(0, 32)
    for number in range(count):
        heap.add(0x80000000 + (number << 24), 0x80000400 + (number << 24))
    assert re.findall("… .*? are|… .*? is", forms.dot(heap.snapshot(), "map")) == ([said] if said else [])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("order", [0, 5, 7])
def test_one_order_alone(order, view):
    drawn = forms.svg(replace(samples.split(), order=order), view)
    assert faults(drawn) == []
    titles = [part.key for part in read(drawn).of("aside")]
    assert titles == ([f"t-order-{order}"] if view in ("chains", "all") else [])
    assert (">the other orders: not shown<" in drawn) == bool(titles) and ": empty<" not in drawn
    assert ("b-8021a040-6" in read(drawn).parts) == (view in ("map", "all"))  # the map stays whole


@pytest.mark.parametrize("page", [0, 1], ids=["light", "dark"])
def test_contrast(page):
    colours = {**COLOURS, **HEAP}
    for ground in ("free", "taken", "split", "unknown", "many", "was", "region"):
        assert contrast(colours["ink"][page], colours[ground][page]) >= 4.5, ground
    assert contrast(colours["quiet"][page], colours["lost"][page]) >= 4.5
    assert contrast(colours["changed-ink"][page], colours["region"][page]) >= 4.5
    for line in ("free-line", "taken-line", "split-line", "unknown-line", "was-line"):
        assert contrast(colours[line][page], colours["region"][page]) >= 3, line


def test_no_two_meanings_share_a_light_colour():
    lights = [light for light, _ in (*COLOURS.values(), *HEAP.values())]
    assert len(set(lights)) == len(lights)


def test_every_colour_has_a_dark_one():
    text = forms.svg(samples.scattered(3, 40, 1024), "all")
    style = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", text, re.S).group(1)
    drawn = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    used = set(re.findall(r'((?:fill|stroke)="#[^"]*")', drawn))
    assert used and all(f"[{colour}]" in style for colour in used)


def test_golden():
    drawn = forms.dot(samples.split(), "all")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(drawn)
    assert drawn == GOLDEN.read_text()


# Each entry breaks a good figure in one way: what to search, what to put there, and the fault that must be found.
BREAKS = {
    "a bar off its address": (
        r'(id="b-8021a040-6".*?points=")[^"]*',
        r"\g<1>900,-500 800,-500 800,-480 900,-480",
        "is not where",
    ),
    "a long label": ("0x8021a020 · 32 B", "0x8021a020 · 32 B" + "x" * 40, "lies on b-"),
    "a small canvas": (r'viewBox="[^"]*"', 'viewBox="0 0 1300 500"', "leaves the figure"),
    "a label on another": ("buddies side by side", "buddies side by side" + "x" * 160, "overlaps"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_rules_can_fail(name):
    search, put, fault = BREAKS[name]
    good = forms.svg(samples.split(), "all")
    broken, count = re.subn(search, put, good, count=1, flags=re.S)
    assert count == 1
    assert any(fault in found for found in faults(broken)), faults(broken)


def long_free_list(count, label=lambda address: None):
    """A heap whose list 4 has so many blocks in random order, every second 16 bytes of a region."""
    start = 0x80300000
    order = random.Random(count).sample(range(count), count)
    nodes = Nodes([start + 32 * at for at in order], 0, 0, label)
    lists = [FreeList(each, Chain(Word(0x80219008 + 8 * each, 0), (), End.NULL)) for each in range(8)]
    lists[4] = FreeList(4, Chain(Word(0x80219028, nodes.addresses[0]), nodes, End.NULL))
    return HeapSnapshot(Heap(0x80219000, "heap", tuple(lists), 0, 16 * count, 32 * count))


@pytest.mark.parametrize("view", VIEWS)
def test_the_figure_of_a_long_free_list_is_no_larger_than_that_of_a_short_one(view):
    large = forms.svg(long_free_list(10_000), view)
    assert len(large) < 3 * len(forms.svg(long_free_list(300), view))
    assert faults(large) == []


def test_chains_ask_only_for_the_names_that_they_show():
    asked = []
    Chains(long_free_list(1000, asked.append))
    assert 0 < len(asked) < 20
