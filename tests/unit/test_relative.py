"""--relative: places have names, and no address is told anywhere: two builds give the same figures and texts."""

import json as standard
import re
from dataclasses import replace

import pytest

from buddylab.addresses import Places, Spelling
from buddylab.check import check
from buddylab.diff import difference, gone
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_find, heap_text, list_text
from buddylab.model import Shape, Word
from buddylab.snapshot import Moment, Snapshot, Variable
from buddylab.walk import again, read, walk
from unit import heap_figure_samples as heaps
from unit import buddies
from unit.buddies import HEAP, MEMORY, Buddies
from unit.memories import memory

BASES = (0x80218D48, 0x8734A010)
WORD = 8


def places(variables):
    """What names.py tells of these variables, as (name, address, words); all other RAM is elsewhere."""

    def find(address):
        return next(((name, at) for name, at, words in variables if at <= address < at + WORD * words), None)

    def at(address, inside):
        found = find(inside)
        if found is None:
            return "elsewhere"
        return found[0] + (f"+{address - found[1]:#x}" if address > found[1] else "")

    def to(value):
        found = find(value)
        if found is not None:
            return f"&{found[0]}[{(value - found[1]) // WORD}]"
        return "elsewhere" if 0x80000000 <= value < 0x88000000 else None

    return Places(at, to)


def build(base, order, then=(), stray=(), last=None, named=True, compared=True):
    """values[8] at `base`, and behind it a list that runs through it; `stray` words point out of what is known."""
    head = base + 9 * WORD

    def words(order):
        links = [base + WORD * index for index in order] + [0 if last is None else last(base)]
        return {head: links[0], **dict(zip(links, links[1:]))}

    held = {base + WORD * 7: 0x7777777777777777, **{base + WORD * index: base + 0x10000 for index in stray}}
    before, image = memory({**held, **words(then)}), memory({**held, **words(then), **words(order)})

    def label(address):
        inside = named and base <= address < base + 8 * WORD
        return f"values[{(address - base) // WORD}]" if inside else None

    chain = walk(image, Shape(), read(image, head, "list"), label, ".head")
    chain = replace(chain, problems=check(chain))
    shown = tuple(read(image, base + WORD * index, label(base + WORD * index)) for index in range(8))
    variables = (Variable("values", base, 8 * WORD, "on the stack"), Variable("list", head, WORD, "on the stack"))
    known = places([(variable.name, variable.address, variable.size // WORD) for variable in variables])
    pointers = (Word(None, base + WORD, "p"),)
    now = Snapshot(chain, shown, variables, pointers, Moment("Lesson 1", 6, "push"), spelling=known)
    then = again(before, chain)
    now = replace(now, gone=gone(then, chain, image, label))
    return replace(now, difference=difference(2, before, then, now, "a step" if compared else None))


LISTS = {
    "sound": dict(order=(3, 2, 1, 0)),
    "turned": dict(order=(0, 1, 2, 3), then=(3, 2, 1, 0), stray=(5,)),
    "unlinked": dict(order=(3, 1, 0), then=(3, 2, 1, 0)),
    "marked": dict(order=(3, 1, 0), then=(3, 2, 1, 0), compared=False),
    "misaligned": dict(order=(3, 2), last=lambda base: base + 0x33),
    "out of its variable": dict(order=(3, 2), last=lambda base: base + 0x4000),
    "cycle": dict(order=(3, 2, 1), last=lambda base: base + 3 * WORD),
    "without names": dict(order=(3, 2, 1, 0), then=(3, 0), named=False),
}


@pytest.mark.parametrize("name", LISTS)
def test_two_builds_give_the_same(name):
    one, two = (build(base, **LISTS[name]) for base in BASES)
    assert list_text.show(one) == list_text.show(two)
    assert forms.dot(one) == forms.dot(two)
    assert forms.svg(one) == forms.svg(two)


@pytest.mark.parametrize("name", LISTS)
def test_no_address_is_told(name):
    now = build(BASES[0], **LISTS[name])
    for said in (list_text.show(now), forms.dot(now), forms.svg(now)):
        assert not re.search("8021[0-9a-f]{4}", said)
    assert "80218d48" in forms.svg(replace(now, spelling=Spelling()))


def test_what_is_told_instead():
    shown = list_text.show(build(BASES[0], **LISTS["turned"]))
    assert "list:  &values[0]  list.head → values[0]" in shown
    lines = shown.splitlines()
    assert "values:       &values[1]          &values[2]          [0] → [1] *  [1] → [2] *" in lines
    assert "values+0x20:  0x0000000000000000  elsewhere           [4]          [5]" in lines
    assert "values+0x30:  0x0000000000000000  0x7777777777777777  [6]          [7]" in lines  # no address: a number
    drawn = forms.svg(build(BASES[0], **LISTS["turned"]))
    for each in ("values+0x18", "&amp;values[3]", "was &amp;values[2]", "elsewhere"):
        assert f">{each}</text>" in drawn


def test_json_keeps_addresses():
    data = standard.loads(as_json.dumps(build(BASES[0], **LISTS["sound"])))
    assert data["nodes"][0]["address"] == f"{BASES[0] + 3 * WORD:#x}"


def heap(start, monkeypatch):
    """A heap whose memory lies at `start`, of which 16 bytes were just handed out."""
    monkeypatch.setattr(buddies, "MEMORY", start)  # the names of its words follow
    now = heaps.since(Buddies(128, start=start), lambda each: each.alloc(16) and None, compared=True)
    known = places([("heap", HEAP, 36), ("memory", start, 16)])
    return replace(now, spelling=known)


@pytest.mark.parametrize("view", ["chains", "map", "tree", "all"])
def test_heaps_too(view, monkeypatch):
    one, two = (heap(start, monkeypatch) for start in (MEMORY, 0x80440180))
    assert heap_text.show(one) == heap_text.show(two)
    assert forms.svg(one, view) == forms.svg(two, view)
    for said in (heap_text.show(one), forms.dot(one, view), forms.svg(one, view), heap_find.find(one, MEMORY + 24)):
        assert not re.search("802[0-9a-f]{5}", said)
    assert view == "chains" or "memory+0x40" in forms.svg(one, view)
