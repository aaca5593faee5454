"""Heaps as students break them: what show-freelists must say of each in text, figure and JSON, and what it must not."""

import html
import json
import re

import pytest

from session.conftest import ROOT
from session.stranger import LOAD, compiled, typed, words
from unit.drawing import read
from unit.figure import faults

HEAP = "show-freelists heap --region memory"
DAMAGED = "= total - allocated, though the heap is damaged."
# What state() is told: the kinds of problems in their order, and what is said.
SAID = {
    "freed with another size": (
        ["overlap", "overlap", "overlap", "counters", "counters"],
        "user -56, allocated -56, total 512 bytes.",
        f"free 568 bytes {DAMAGED}",
        "user is -56: more was given back than asked for.",
        "allocated is -56: more was given back than handed out.",
    ),
    "use after free, 0xdeadbeef": (
        ["misaligned"],
        f"free 480 bytes {DAMAGED}",
        "List 5 is damaged. Node 0 (memory[0] at",
        "holds 0xdeadbeef (often written into memory that was given back), which is not a multiple of 8;",
    ),
    "poison": (
        ["misaligned"],
        f"free 480 bytes {DAMAGED}",
        "holds 0xfaabcafefaabcafe (often written into memory that was given back), which is not",
    ),
    "double push: a self loop": (["cycle"], f"free 480 bytes {DAMAGED}", "points back at itself, a cycle of 1 node"),
    "wrong merge: b and the block behind it": (
        ["misaligned-block", "counters"],
        f"free 480 bytes {DAMAGED}",
        "is on list 6, but not at a multiple of its size, 64.",
        "user is 96, but allocated is 32; expected at most that.",
    ),
    "a block lost": (["counters"], "free 448 bytes, but total - allocated = 480.", "they differ by 32."),
    "misaligned": (["misaligned"], f"free 480 bytes {DAMAGED}", "heap.free_list[3].head holds 0x"),
    "a block on the stack": (
        ["misaligned-block", "out-of-region", "counters"],
        "is on list 4, but not in the heap's memory, 0x",
    ),
    "one block on two lists": (
        ["two-lists", "overlap", "counters"],
        "is on two lists: list 4 and list 7; expected it on one.",
    ),
    "order overwritten with 99": (
        ["order"],
        f"free 512 bytes {DAMAGED}",
        "order is 99, but free_list has 32 lists; expected 32 at most.",
    ),
    "order overwritten with 0": (
        ["order"],
        f"free 512 bytes {DAMAGED}",
        "order is 0, but list 9 is in use; expected 10 at least.",
    ),
    "heap overwritten with ff": (
        ["no-heap"],
        "heap is not a heap: all 32 lists lead nowhere, heap.free_list[0].head holds 0xffffffffffffffff (what"
        " erased or missing memory reads as); it was overwritten (watch -l heap.free_list[0].head stops where) or never"
        " made.",
    ),
    "never merged": (
        ["unmerged"],
        "free 512 bytes = total - allocated, in 7 blocks, ",
        "expected one block of 16 bytes.",
    ),
}
# Of everything that is damaged; the last are a counter below zero as C prints it, and what follows from it.
NEVER = ("verified", "not made yet", "GiB", "1844674407370955", "too thin")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the files of each state lie, by its number."""
    folder = tmp_path_factory.mktemp("faults")
    sources = [ROOT / "kernel" / name for name in ("buddy_heap.c", "linked_list.c")]
    program = compiled(folder, "heap_faults", "-O0", "-I", ROOT / "kernel", *sources)
    lines = ["break state", "run", LOAD]
    for number, _ in enumerate(SAID):
        lines += [f"{HEAP} --out {number}.txt --out {number}.json --view all --out {number}.svg", "output what"]
        lines += [f"{HEAP} --find &memory[3] --out {number}-found.txt", "continue"]
    shown = typed(folder, *lines, program=program)
    assert [name for name in SAID if f'"{name}"' in shown] == list(SAID)
    return folder


@pytest.mark.parametrize("name", SAID)
def test_what_is_said(folder, name):
    number, (kinds, *sentences) = list(SAID).index(name), SAID[name]
    data = json.loads((folder / f"{number}.json").read_text())
    assert [problem["kind"] for problem in data["problems"]] == kinds
    svg = (folder / f"{number}.svg").read_text()
    figure = words(html.unescape(re.sub("<[^>]*>", " ", svg)))
    said = [*sentences, *(problem["message"] for problem in data["problems"])]
    for text, times in ((words((folder / f"{number}.txt").read_text()), 1), (figure, 2)):  # its caption, and read aloud
        assert [sentence for sentence in said if text.count(sentence) != times] == []
        assert [never for never in NEVER if never in text] == []
    assert faults(svg) == []


def test_counters_below_zero_in_json(folder):
    heap = json.loads((folder / "0.json").read_text())["heap"]
    assert (heap["user"], heap["allocated"], heap["total"]) == (-56, -56, 512)


@pytest.mark.parametrize("name", ["order overwritten with 99", "order overwritten with 0"])
def test_the_lists_are_read_all_the_same(folder, name):
    data = json.loads((folder / f"{list(SAID).index(name)}.json").read_text())
    assert [each["chain"]["length"] for each in data["orders"]] == [0] * 9 + [1]


def test_nothing_is_shown_of_what_is_no_heap(folder):
    number = list(SAID).index("heap overwritten with ff")
    text = words((folder / f"{number}.txt").read_text())
    assert text.startswith("heap is not a heap: ") and text.endswith("made. ") and ". " not in text[:-2]  # one sentence
    assert "It is not known in which block " in words((folder / f"{number}-found.txt").read_text())
    data = json.loads((folder / f"{number}.json").read_text())
    assert (data["orders"], data["free_bytes"], data["taken"]) == ([], 0, None)
    assert [data["heap"][name] for name in ("user", "allocated", "total")] == [None] * 3
    figure = read((folder / f"{number}.svg").read_text())
    assert not figure.boxes and not figure.of("frame", "bar") and not figure.lines
