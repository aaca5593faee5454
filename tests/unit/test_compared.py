"""The figure of the difference of two stops: nodes come and gone, arrows as they were, blocks, and a legend."""

import json as standard
import random

import pytest

from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_text, list_text
from unit import heap_figure_samples as heaps
from unit.drawing import read
from unit.figure import faults
from unit.memories import LIST, at, linked, memory, snapshot
from unit.random_lists import changed, compared


def unlinked():
    # [list] -> 7 .. 4 -> 3 -> 2 .. 0   becomes   [list] -> 7 .. 4 -> 2 .. 0
    before = linked(list(range(7, -1, -1)))
    return compared(before, {**before, at(4): at(2)})


def turned():
    # [list] -> 5 -> 4 .. 0   becomes   [list] -> 0 -> 1 .. 5
    return compared(linked([5, 4, 3, 2, 1, 0]), linked([0, 1, 2, 3, 4, 5]))


def test_a_node_that_is_gone_is_drawn_where_it_lies():
    now = unlinked()
    assert [word.address for word in now.gone] == [at(3)]
    figure = read(forms.svg(now))
    box = figure.parts[f"w-{at(3):x}"]
    assert {"off", "gone"} <= set(box.kinds) and "gone" in [each.content for each in box.texts]
    assert "left the list" in list_text.show(now)


def test_the_old_arrow_stands_beside_the_new_one():
    figure = read(forms.svg(unlinked()))
    old, new = figure.lines[f"o-{at(4):x}"], figure.lines[f"e-{at(4):x}"]
    assert old.kinds[-1] == "old" and "changed" in new.kinds
    assert figure.parts[f"w-{at(3):x}"].rect.grown(3).holds(old.tip)
    assert figure.parts[f"w-{at(2):x}"].rect.grown(3).holds(new.tip)
    assert f'id="o-{at(4):x}"' in forms.dot(unlinked()) and "dashed" in forms.dot(unlinked())


def test_of_many_arrows_that_turned_the_rest_is_counted():
    assert "; 1 more word points somewhere else than before." in " ".join(list_text.show(turned()).split())


def test_title_and_stops_need_no_knowledge_of_either():
    now = unlinked()
    assert list_text.title(now) == "Lesson 1: An intrusive list on the stack · from stop 2 to stop 6"
    assert list_text.caption(now)[0] == "Stop 2 is before “a step before”, stop 6 before “a step”."
    assert "values[4] pointed at values[3] and points at values[2]." in list_text.show(now)


def test_the_legend_says_what_is_there_and_nothing_else():
    def legend(now):
        parts = read(forms.svg(now)).parts
        return " ".join(each.content for key, part in parts.items() if key.startswith("y-leg") for each in part.texts)

    assert legend(unlinked()) == (
        "changed since stop 2; below, the old value on the list at stop 2, but not now points there now"
        " pointed there at stop 2 holds that address, but is not on the list"
    )
    pushed = compared({LIST: 0}, linked([1, 0]))
    assert "on the list now, but not at stop 2" in legend(pushed) and "not now" not in legend(pushed)
    assert legend(compared(linked([1, 0]), linked([1, 0]))) == "points there now"


def test_without_since_a_figure_stays_as_it_was():
    before = linked(list(range(7, -1, -1)))
    now = snapshot(memory({**before, at(4): at(2)}), 8, before=memory(before), stop=4)
    source = forms.dot(now)
    assert "legend" not in source and '"o-' not in source and "gone" not in source


@pytest.mark.parametrize("seed", range(12))
def test_lists_of_any_kind_are_drawn_well(seed):
    assert faults(forms.svg(changed(random.Random(seed)))) == []


@pytest.mark.parametrize("now", [unlinked(), turned()])
def test_the_lectures_are_drawn_well(now):
    assert faults(forms.svg(now)) == []


def test_json_says_the_same():
    data = standard.loads(as_json.dumps(unlinked()))["difference"]
    assert data == {
        "since": 2,
        "changed": [{"address": "0x80218d68", "label": "values[4]", "before": "0x80218d60", "after": "0x80218d58"}],
        "joined": [],
        "left": [{"address": "0x80218d60", "label": "values[3]"}],
    }
    assert "difference" not in standard.loads(as_json.dumps(snapshot(memory(linked([0])))))


def test_of_very_many_nodes_that_are_gone_a_few_are_drawn():
    now = compared(linked(list(range(100, 3100))), {**linked(list(range(100, 3100))), LIST: 0})
    assert len(now.gone) == 64 and len(now.difference.left) == 3000
    assert "3000 nodes left the list" in list_text.show(now)


def acted(size, asked, act):
    """The lecture's heap, of which one block is handed out, before and after `act`."""
    heap = heaps.Buddies(size)
    if asked:
        heap.alloc(asked)
    return heaps.since(heap, act, compared=True)


HEAPS = {
    "split": lambda: acted(128, 0, lambda heap: heap.alloc(16) and None),
    "merge": lambda: acted(128, 16, lambda heap: heap.dealloc(heaps.MEMORY, 16)),
    "taken": lambda: acted(128, 16, lambda heap: heap.alloc(16) and None),
    "many": lambda: heaps.scattered(3, 40, compared=True),
    "unchecked": lambda: heaps.scattered(4, 20, checked=False, compared=True),
}


@pytest.mark.parametrize("view", ["chains", "map", "tree", "all"])
@pytest.mark.parametrize("name", HEAPS)
def test_heaps_are_drawn_well(view, name):
    drawn = forms.svg(HEAPS[name](), view)
    assert faults(drawn) == []
    assert "from stop 2 to stop 3" in drawn and "z-legend" in drawn


def test_the_legend_lies_below_what_stands_beside_the_chains():
    now = acted(64, 64, lambda heap: heap.dealloc(heaps.MEMORY, 64))  # one short chain, so that the tree ends below it
    frames = {key: part.rect for key, part in read(forms.svg(now, "all")).parts.items() if "frame" in part.kinds}
    assert frames["f-map-tree"].left > frames["f-chains"].right
    assert frames["f-legend"].top > max(rect.bottom for key, rect in frames.items() if key != "f-legend")


def test_a_block_that_was_split_is_drawn_where_it_was_listed():
    figure = read(forms.svg(HEAPS["split"]()))
    box = figure.parts[f"ghost-was-{heaps.MEMORY:x}-7"]
    assert [each.content for each in box.texts] == [f"{heaps.MEMORY:#x}", "was free, split"]
    assert box.rect.grown(3).holds(next(line for key, line in figure.lines.items() if key.startswith("o-")).tip)


def test_blocks_that_were_merged_and_taken_say_so():
    said = [each.content for part in read(forms.svg(HEAPS["merge"]())).of("gone") for each in part.texts]
    assert said.count("was free, merged") == 3
    said = [each.content for part in read(forms.svg(HEAPS["taken"]())).of("gone") for each in part.texts]
    assert "was free, taken" in said


def test_json_of_a_heap_says_the_same():
    data = standard.loads(as_json.dumps_heap(HEAPS["split"]()))["difference"]
    assert data["since"] == 2 and not data["anew"]
    assert [(block["label"], block["order"]) for block in data["split"]] == [("memory[0]", 7)]
    assert [(block["label"], block["asked"]) for block in data["taken"]] == [("memory[0]", 16)]
    assert data["merged"] == data["returned"] == []
    assert "difference" not in standard.loads(as_json.dumps_heap(heaps.seven()))


def test_title_and_stops_of_a_heap():
    now = HEAPS["merge"]()
    assert heap_text.title(now) == "Lesson 4: Splitting blocks · from stop 2 to stop 3"
    assert heap_text.caption(now)[0] == "Stop 2 is before “a step before”, stop 3 before “a step”."
