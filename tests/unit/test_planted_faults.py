"""Each rule of figure.py and heap_figure.py is broken by something done to a good figure, and finds it."""

import re
from pathlib import Path

import pytest

from buddylab.draw import forms
from unit import figure as checker
from unit import heap_figure, heap_figure_samples
from unit import lists_samples as samples
from unit.drawing import Rect, Text, read
from unit.figure import faults, rules
from unit.random_lists import backs, doubly
from buddylab.ends import End

LIST, GHOST, BROKEN, HEAP = range(4)
FIGURES = {
    LIST: lambda: forms.svg(samples.unlink()),
    GHOST: lambda: forms.svg(samples.broken(End.NOT_RAM, 0x5555555555555555, (0,))),
    BROKEN: lambda: forms.svg(doubly(backs([0, 2, 4], n4=samples.address(0)))),  # values[4] points back at values[0]
    HEAP: lambda: forms.svg(heap_figure_samples.split(), "all"),
}


def kind(figure, line, name):
    figure.lines[line].kinds.append(name)


def drop(figure, part):
    del figure.parts[part]


def lose(figure, line):
    del figure.lines[line]


def onto(figure, part, other):
    figure.parts[part].rects = list(figure.parts[other].rects)


def aside(figure, part, by=40.0):
    part = figure.parts[part]
    part.rects = [Rect(rect.left + by, rect.top, rect.right + by, rect.bottom) for rect in part.rects]
    for text in part.texts:
        text.rect = Rect(text.rect.left + by, text.rect.top, text.rect.right + by, text.rect.bottom)


def say(figure, part, text, at=0):
    figure.parts[part].texts[at].content = text


def lengthen(figure, line, part):
    figure.lines[line].paths.append(list(inside(figure, part, 23)))


def write_at(figure, part, rect):
    figure.parts[part].texts = [Text("here", rect)]


def lead(figure, line, *points):
    line = figure.lines[line]
    line.paths, line.tip = [list(points)], points[-1]


def inside(figure, part, by=4.0):
    rect = figure.parts[part].rect
    return (rect.left + by, rect.top + by), (rect.right - by, rect.bottom - by)


# For each rule a way to break it: the figure, what is done to it as it was read, the fault that must be found.
PLANTED = [
    (LIST, lambda f: setattr(f.lines["e-80218d50"], "tail", (0, 0)), "e-80218d50: its tail is not on its word"),
    (
        LIST,
        lambda f: setattr(f.lines["e-80218d50"], "tip", (0, 0)),
        "e-80218d50: its tip is not at the border of w-8021",
    ),
    (
        LIST,
        lambda f: lead(f, "e-80218d70", *beneath(f, "w-80218d68")),
        "e-80218d70: ends at what the word of w-80218d68 was",
    ),
    (BROKEN, lambda f: setattr(f.lines["b-80218d68"], "headed", False), "b-80218d68: ends before w-80218d48"),
    (GHOST, lambda f: drop(f, "ghost"), "e-80218d48: no box has the address that its word holds"),
    (LIST, lambda f: aside(f, "p-80218d60", 400), "a-80218d60: does not lead from its tag to its box"),
    (GHOST, lambda f: f.parts["w-80218d60"].texts.clear(), "w-80218d60: shows no word"),
    (LIST, lambda f: lose(f, "g-80218d48"), "w-80218d48: null is not drawn as an end"),
    (
        LIST,
        lambda f: lengthen(f, "g-80218d48", "w-80218d48"),
        "w-80218d48: the sign of its end lies on its word",
    ),
    (LIST, lambda f: lose(f, "e-80218d50"), "w-80218d50: its arrow is missing"),
    (BROKEN, lambda f: lose(f, "x-80218d68"), "b-80218d68: is broken and has no cross"),
    (BROKEN, lambda f: f.lines["x-80218d68"].paths[0].append((0, 0)), "b-80218d68: its cross is not in a gap"),
    (
        BROKEN,
        lambda f: f.lines["x-80218d68"].paths[0].append(inside(f, "w-80218d48")[0]),
        "b-80218d68: its cross lies on a box",
    ),
    (BROKEN, lambda f: setattr(f.lines["x-80218d68"], "colour", "blue"), "b-80218d68: is not in the warning colour"),
    (BROKEN, lambda f: lose(f, "b-80218d68"), "w-80218d68: its link back is wrong, and not drawn so"),
    (BROKEN, lambda f: say(f, "w-80218d58", "prev 0x8", -1), "w-80218d58: its link back is wrong, and not drawn so"),
    (
        BROKEN,
        lambda f: say(f, "w-80218d68", "prev 0x80218d58", -1),
        "w-80218d68: its link back is right, and not drawn so",
    ),
    (LIST, lambda f: lead(f, "e-80218d50", (0, 0), *inside(f, "w-80218d78")), "e-80218d50: runs through w-80218d78"),
    (LIST, lambda f: lead(f, "e-80218d50", (0, 0), *inside(f, "p-80218d60")), "e-80218d50: runs through p-80218d60"),
    (
        LIST,
        lambda f: f.lines["e-80218d50"].paths.append(f.lines["e-80218d68"].paths[0]),
        "shares a stretch with e-8021",
    ),
    (LIST, lambda f: lead(f, "e-80218d50", *frame_edge(f)), "shares a stretch with f-80218d48"),
    (LIST, lambda f: setattr(f.lines["e-80218d50"], "tip", f.lines["e-80218d58"].tip), "arrives where e-80218d5"),
    (
        LIST,
        lambda f: write_at(f, "p-80218d60", f.parts["p-80218d60"].rect.grown(9)),
        "p-80218d60: 'here' leaves its cell",
    ),
    (LIST, lambda f: aside(f, "w-80218d60", -60), "w-80218d58: overlaps w-80218d60"),
    (LIST, lambda f: onto(f, "f-head", "f-80218d48"), "f-80218d48: overlaps f-head"),
    (LIST, lambda f: write_at(f, "title", f.parts["w-80218d50"].rect), "title: lies on w-80218d50"),
    (
        LIST,
        lambda f: write_at(f, "title", f.parts["f-80218d48"].rect.grown(3)),
        "title: crosses the border of f-80218d48",
    ),
    (LIST, lambda f: drop(f, "f-80218d48"), "w-80218d50: lies in no frame"),
    (LIST, lambda f: aside(f, "w-80218d50", 9000), "w-80218d50: leaves the figure"),
    (LIST, lambda f: lead(f, "e-80218d50", (0, 0), (9000, 0)), "e-80218d50: leaves the figure"),
    (
        HEAP,
        lambda f: setattr(f.parts["r-map-tree-8021a000-8021a080"], "key", "r-map-tree-0-8"),
        "b-8021a040-6: stands in no region",
    ),
    (HEAP, lambda f: aside(f, "b-8021a040-6"), "b-8021a040-6: is not where its addresses are"),
    (HEAP, lambda f: onto(f, "b-8021a010-4", "b-8021a000-4"), "b-8021a000-4: overlaps b-8021a010-4"),
    (HEAP, lambda f: write_at(f, "c-tree-4", f.parts["t-tree-4"].texts[0].rect), "t-tree-4: overlaps c-tree-4"),
    (HEAP, lambda f: write_at(f, "c-tree-4", f.parts["b-8021a040-6"].rect), "c-tree-4: lies on b-8021a040-6"),
    (HEAP, lambda f: write_at(f, "c-tree-4", f.parts["f-map-tree"].rect.grown(9)), "c-tree-4: leaves its frame"),
    (HEAP, lambda f: lead(f, "sb-8021a000-4", *across(f, "c-tree-4")), "sb-8021a000-4: runs through c-tree-4"),
]


def beneath(figure, part):
    rect = figure.parts[part].rect
    return (rect.left + 40, rect.bottom + 20), (rect.left + 40, rect.bottom)


def frame_edge(figure):
    rect = figure.parts["f-80218d48"].rect
    return (rect.left, rect.top), (rect.left, rect.bottom)


def across(figure, part):
    rect = figure.parts[part].texts[0].rect
    return (rect.left, (rect.top + rect.bottom) / 2), (rect.right, (rect.top + rect.bottom) / 2)


@pytest.fixture(scope="module")
def good():
    return {name: figure() for name, figure in FIGURES.items()}


def test_the_figures_are_good_before(good):
    assert [faults(figure) for figure in good.values()] == [[]] * len(good)


def planted(good, at):
    """The faults of a broken figure."""
    figure = read(good[PLANTED[at][0]])
    PLANTED[at][1](figure)
    return rules(figure)


@pytest.mark.parametrize("at", range(len(PLANTED)), ids=lambda at: PLANTED[at][2])
def test_what_was_planted_is_found(good, at):
    assert any(PLANTED[at][2] in fault for fault in planted(good, at)), planted(good, at)


def test_every_rule_was_broken(good):
    found = [fault for at, (_, _, meant) in enumerate(PLANTED) for fault in planted(good, at) if meant in fault]
    for module in (checker, heap_figure):
        for rule in re.findall(r'yield f"(.*)"$', Path(module.__file__).read_text(), re.M):
            pattern = ".+".join(map(re.escape, re.split(r"\{[^}]*\}", rule)))
            assert any(re.fullmatch(pattern, fault) for fault in found), rule
