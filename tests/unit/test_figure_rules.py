"""The figure as rendered: every rule of figure.py holds for lists of any length and order, and the rules can fail."""

import random
import re

import pytest

from buddylab.draw import forms
from unit import lists_samples as samples
from unit.drawing import read
from unit.figure import faults
from unit.random_lists import tangle

LECTURE = {"push": samples.push, "pop": samples.pop, "unlink": samples.unlink}


@pytest.mark.parametrize("order", ["in order", "reverse", "scattered"])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 16, 17, 40])
def test_lists_of_any_length_and_order(count, order):
    assert faults(forms.svg(samples.ordered(count, order))) == []


@pytest.mark.parametrize("name", LECTURE)
def test_lecture_figures(name):
    assert faults(forms.svg(LECTURE[name]())) == []


@pytest.mark.parametrize(
    "snapshot",
    [
        samples.cycle(),
        samples.broken("unreadable", 0x8FFF0000),
        samples.broken("misaligned", 0x8001234B, ()),
        samples.broken("not-ram", 0x5555555555555555, (0,)),
        samples.broken("limit", samples.address(9), (5,)),
        samples.sample((), 0, end="not-ram", last=0x1000),
    ],
)
def test_lists_that_do_not_end_well(snapshot):
    drawn = forms.svg(snapshot)
    assert faults(drawn) == []
    assert ("ghost" in read(drawn).parts) == (snapshot.chain.end != "cycle")


@pytest.mark.parametrize("seed", range(30))
def test_memory_full_of_pointers(seed):
    assert faults(forms.svg(tangle(random.Random(seed)))) == []


def test_arrows_in_order_are_straight():
    arrows = read(forms.svg(samples.push())).lines
    assert len({point[1] for point in arrows["e-80218d50"].paths[0]}) == 1


def test_every_kind_of_word_is_told_apart():
    drawn = read(forms.svg(samples.unlink()))
    assert {key: part.kinds[1:] for key, part in drawn.parts.items() if key.startswith("w-")} == {
        "w-80218d48": ["word", "chain", "null"],
        "w-80218d50": ["word", "chain"],
        "w-80218d58": ["word", "chain"],
        "w-80218d60": ["word", "off"],
        "w-80218d68": ["word", "chain", "changed"],
        "w-80218d70": ["word", "chain"],
        "w-80218d78": ["word", "chain"],
        "w-80218d80": ["word", "chain"],
        "w-80218e20": ["word", "head"],
    }
    assert drawn.lines["e-80218d60"].kinds == ["edge", "stray"]
    assert drawn.lines["e-80218d68"].kinds == ["edge", "link", "changed"]
    assert [text.content for text in drawn.parts["p-80218d60"].texts] == ["cursor.curr", "removed"]


def test_changed_words_say_what_they_were():
    drawn = read(forms.svg(samples.push()))
    changed = drawn.of("changed")
    assert len(changed) == 16
    assert all(part.texts[-1].content.startswith("was ") for part in changed)


def test_null_is_a_word_and_other_zeros_are_numbers():
    assert read(forms.svg(samples.push())).parts["w-80218d48"].word.content == "null"
    popped = read(forms.svg(samples.pop())).parts
    assert popped["w-80218d48"].word.content == "0x0000000000000000"
    assert popped["w-80218e20"].word.content == "null"


# Each entry breaks a good figure in one way: what to search, what to put there, and the fault that must be found.
BREAKS = {
    "tail off its word": (r'(id="e-80218d50".*?cx=")[-\d.]+', r"\g<1>900", "e-80218d50: its tail is not on its word"),
    "tip in the air": (
        r'(id="e-80218d50".*?<polygon[^>]*points=")[^"]*',
        r"\g<1>270,-500 260,-497 270,-494",
        "e-80218d50: its tip is not at the border of w-80218d48",
    ),
    "through a box": (
        r'(id="e-80218d50".*?<path[^>]* d=")[^"]*',
        r"\g<1>M380,-500C380,-500 380,-100 380,-100",
        "e-80218d50: runs through w-80218d70",
    ),
    "two in one track": (
        r'(id="e-80218d68".*?<path[^>]* d=")([^"]*)(.*?id="e-80218d88".*?<path[^>]* d=")[^"]*',
        r"\g<1>\g<2>\g<3>\g<2>",
        "shares a stretch with e-80218d88",
    ),
    "a long word": ("0x0000000080218d48<", "0x0000000080218d48" + "0" * 12 + "<", "leaves its cell"),
    "a missing arrow": (r'(id="e-80218d50" class=")edge', r"\g<1>none", "w-80218d50: its arrow is missing"),
    "null without its sign": (
        r'(id="e-80218d48" class=")edge',
        r"\g<1>none",
        "w-80218d48: null is not drawn as an end",
    ),
    "a small canvas": (r'viewBox="[^"]*"', 'viewBox="0 0 900 500"', "leaves the figure"),
    "a text on a box": (
        r"values, on the stack",
        "values, " + "x" * 200 + " on the stack",
        "crosses the border of f-80218d48",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_rules_can_fail(name):
    search, put, fault = BREAKS[name]
    good = forms.svg(samples.push())
    broken, count = re.subn(search, put, good, count=1, flags=re.S)
    assert count == 1
    assert faults(good) == []
    assert any(fault in found for found in faults(broken)), faults(broken)


def test_overlapping_boxes_are_found():
    good = forms.svg(samples.push())
    one = re.search(r'id="w-80218d50".*?</g>', good, re.S).group(0)
    two = one.replace("w-80218d50", "w-80218d58")
    broken = re.sub(r'id="w-80218d58".*?</g>', two, good, flags=re.S)
    assert "w-80218d50: overlaps w-80218d58" in faults(broken)
