"""Memory that may well be there, and that nobody sees: no damage, in text and figure; and words that no copy has."""

import json
from dataclasses import replace

import pytest

from buddylab.heaps.check_heap import check_heap
from buddylab.draw import forms
from buddylab.draw.words import as_json, list_text
from buddylab.heaps.heap import HeapShape, read_heap
from unit.figure import faults, read
from unit.memories import LIST, at, linked, memory, snapshot

FAR = 0x81000000
WHY = "the core has no such page"


def without(page, words):
    """Memory that lacks a page, and knows why."""
    return replace(memory(words, unreadable=range(page, page + 4096)), absent=lambda address: WHY)


def test_a_list_that_leads_to_a_page_that_is_not_there():
    # [list] -> 3 -> 2 -> FAR, of which nothing is known
    now = snapshot(without(FAR, {LIST: at(3), at(3): at(2), at(2): FAR}), count=0)
    (problem,) = now.chain.problems
    assert (now.chain.end, problem.kind, problem.address) == ("unreadable", "absent", at(2))
    said = " ".join(list_text.show(now).split())
    assert "2 nodes read, and the list may go on." in said
    assert said.count(f"Node 1 (values[2] at {at(2):#x}) holds 0x81000000, where memory cannot be read: {WHY}.") == 1
    drawn = forms.svg(now)
    assert faults(drawn) == []
    assert WHY in " ".join(text.content for part in read(drawn).parts.values() for text in part.texts).replace(
        "\xa0", " "
    )


def test_a_wild_pointer_is_damage_all_the_same():
    now = snapshot(without(FAR, {LIST: at(3), at(3): 0x10000000}), count=0)
    assert [problem.kind for problem in now.chain.problems] == ["not-ram"]


def test_a_free_list_whose_end_nobody_sees_is_not_called_damaged():
    heap = check_heap(read_heap(without(FAR, {LIST: at(3), at(3): FAR}), HeapShape(LIST, "heap", LIST, 8, 1)))
    (problem,) = heap.problems
    assert problem.kind == "absent" and problem.message.startswith("List 0 is not known to its end. Node 0 at 0x")


@pytest.mark.parametrize("count", [0, 3])
def test_words_that_no_copy_has(count):
    # the page of values and list was not kept; or only that of other words
    page = at(0) & -4096
    now = snapshot(memory(linked([2, 1])), count, before=memory({}, unreadable=range(page, page + 4096)))
    said = " ".join(list_text.show(now).split())
    names = "values[1], values[2] and list.head" if count == 0 else "values[0] to values[2] and list.head"
    assert f"{names} were not kept at stop 5, so it is not known whether they changed." in said
    assert " *" not in said and "Since stop 5" not in said
    assert faults(forms.svg(now)) == []
    data = json.loads(as_json.dumps(now))["difference"]
    assert (data["changed"], data["joined"], len(data["unknown"])) == ([], [], 3 + bool(count))
