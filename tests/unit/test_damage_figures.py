"""Long and damaged lists as figures: as legible as sound ones, by their coordinates."""

import os
import random
import re
from dataclasses import replace

import pytest

from buddylab.check import check
from buddylab.draw import forms
from buddylab.ends import End
from buddylab.model import Chain, Word
from unit.figure import faults, read
from unit.memories import LIST, at, linked, memory, snapshot
from unit.random_lists import backs, doubly, links_back
from buddylab.snapshot import SHOWN, Snapshot


def texts(drawn):
    return " ".join(text.content.replace("\xa0", " ") for part in read(drawn).parts.values() for text in part.texts)


@pytest.mark.parametrize("count", [65, 100_000])
def test_a_long_list_is_drawn_by_its_first_and_last_nodes(count):
    order = list(range(100, 100 + count))
    random.Random(count).shuffle(order)
    words = linked(order)
    pages = {}
    for address, value in words.items():
        page = pages.setdefault(address & -4096, bytearray(4096))
        page[address % 4096 : address % 4096 + 8] = value.to_bytes(8, "little")
    image = memory({})
    image.fetch = lambda address, size: bytes(pages.get(address & -4096, bytes(4096)))[address % 4096 :][:size]
    taken = snapshot(image, count=0)
    before = sum(os.times()[:4])  # of the processor, Graphviz's included
    drawn = forms.svg(taken)
    assert sum(os.times()[:4]) - before < 5  # it takes a tenth of a second; a figure of all nodes takes minutes
    assert faults(drawn) == []
    assert f"… {count - 48} more" in texts(drawn)
    assert len(read(drawn).of("word")) == 49
    assert f"e-{taken.visible()[SHOWN.first].address:x}" in read(drawn).lines


@pytest.mark.parametrize("entry, length", [(0, 5), (1, 4), (3, 2), (4, 1)])
def test_a_cycle_says_how_long_it_is(entry, length):
    # [list] -> 0 -> 1 -> 2 -> 3 -> 4 -> entry
    words = linked([0, 1, 2, 3, 4])
    words[at(4)] = at(entry)
    drawn = forms.svg(snapshot(memory(words), count=5))
    assert faults(drawn) == []
    assert f"cycle of {length}" in texts(drawn)
    (back,) = [line for line in read(drawn).lines.values() if "cycle" in line.kinds]
    assert back.key == f"e-{at(4):x}"


@pytest.mark.parametrize("value, reason", [(at(1) + 3, "not aligned"), (0x10000000, "not RAM")])
def test_a_list_that_leads_nowhere_ends_in_a_ghost(value, reason):
    words = linked([3, 2, 1])
    words[at(1)] = value
    drawn = forms.svg(snapshot(memory(words), count=4))
    assert faults(drawn) == []
    assert hex(value) in texts(drawn) and reason in texts(drawn)


def back_of(figure, node):
    return figure.lines.get(f"b-{at(node):x}")


@pytest.mark.parametrize("order, node, aim", [([0, 2, 4], 4, 0), ([8, 0, 4, 2, 6], 2, 6), ([0, 2, 4, 6], 2, 2)])
def test_a_wrong_link_back_is_a_broken_arrow_to_the_node_it_means(order, node, aim):
    # [list] -> 0 <-> 2 <-> 4, and 4 points back at 0
    drawn = forms.svg(doubly(backs(order, **{f"n{node}": at(aim)})))
    figure = read(drawn)
    assert faults(drawn) == []
    assert [key for key in figure.lines if key.startswith("b-")] == [f"b-{at(node):x}"]
    arrow, box = back_of(figure, node), figure.parts[f"w-{at(node):x}"]
    assert box.cell(box.back).holds(arrow.tail) and len(arrow.paths) == 2
    assert figure.parts[f"w-{at(aim):x}"].rect.grown(3).holds(arrow.tip)
    assert f"the link back of values[{node}] is wrong: it points at values[{aim}]" in drawn


@pytest.mark.parametrize("value, said", [(0, "null"), (0x1234, "0x0000000000001234"), (at(12), f"{at(12):#018x}")])
def test_a_link_back_to_nothing_shown_is_a_stub(value, said):
    drawn = forms.svg(doubly(backs([0, 2, 4], n2=value)))
    figure = read(drawn)
    assert faults(drawn) == []
    stub = back_of(figure, 2)
    assert not stub.headed and len(stub.paths) == 1
    assert f"prev {said}" in texts(drawn)


def test_a_link_back_that_cannot_be_read_is_a_stub():
    snapshot = doubly(backs([0, 2]))
    chain = replace(snapshot.chain, prevs=(0, None))
    drawn = forms.svg(replace(snapshot, chain=replace(chain, problems=check(chain))))
    assert faults(drawn) == []
    assert "prev unreadable" in texts(drawn) and "the link back of values[2] cannot be read" in drawn
    assert not back_of(read(drawn), 2).headed


def test_many_wrong_links_back():
    # [list] -> 4 -> 0 -> 8 -> 2, every link back leads somewhere else
    drawn = forms.svg(doubly(backs([4, 0, 8, 2], n4=at(8), n0=at(8), n8=LIST, n2=7)))
    assert faults(drawn) == []
    assert sum(key.startswith("b-") for key in read(drawn).lines) == 4


def test_the_head_of_a_circular_list_has_a_link_back():
    # [list] <-> 0 <-> 2 <-> [list], but the head points back at 0
    words = {LIST: at(0), at(0): at(2), at(1): LIST, at(2): LIST, at(3): at(0), LIST + 8: at(0)}
    drawn = forms.svg(doubly(words, home=LIST))
    assert faults(drawn) == []
    assert [key for key in read(drawn).lines if key.startswith("b-")] == [f"b-{LIST:x}"]
    words[LIST + 8] = at(2)
    assert "prev" not in texts(forms.svg(doubly(words, home=LIST)))


def test_links_back_that_are_right_are_not_drawn():
    drawn = forms.svg(doubly(backs([0, 4, 2])))
    assert faults(drawn) == []
    assert "prev" not in texts(drawn) and not any(key.startswith(("b-", "x-")) for key in read(drawn).lines)


def test_a_link_back_with_a_box_of_its_own_has_its_arrow_there():
    # [list] -> 0 <-> 2 <-> 4, and 4 points back at 0; every word of values is shown
    drawn = forms.svg(doubly(backs([0, 2, 4], n4=at(0)), shown=range(6)))
    figure = read(drawn)
    assert faults(drawn) == []
    assert "prev" not in texts(drawn)
    assert "broken" in figure.lines[f"e-{at(5):x}"].kinds and f"x-{at(5):x}" in figure.lines
    assert figure.lines[f"e-{at(3):x}"].kinds == ["edge", "back"]
    assert "Dashed" not in texts(drawn)


@pytest.mark.parametrize("seed", range(20))
def test_any_links_back(seed):
    assert faults(forms.svg(links_back(random.Random(seed)))) == []


def test_each_field_has_a_row_of_its_own():
    fields = (("pid", 8, 8, lambda data: str(int.from_bytes(data, "little"))), ("name", 0, 8, lambda data: "x" * 90))
    words = linked([2, 0, 4])
    words[at(4)] = at(2)
    words.update({at(1): 7, at(3): 8, at(5): 9})
    drawn = forms.svg(doubly(words, prev=None, fields=fields))
    assert faults(drawn) == []
    figure = read(drawn)
    boxes = figure.of("chain")
    assert len(boxes) == 3
    for box, pid in zip(sorted(boxes, key=lambda box: box.key), ["7", "8", "9"]):
        rows = [[text.content for text in box.texts if abs(text.rect.top - y) < 1] for y in _tops(box)]
        assert rows[-2] == ["pid", pid]
        assert rows[-1][0] == "name" and "…" in rows[-1][1] and len(rows[-1][1]) == 28
    assert len({round(box.rect.bottom - box.rect.top) for box in boxes}) == 1, "one of them says cycle of 2 too"


def _tops(box):
    return sorted({round(text.rect.top) for text in box.texts})


def test_an_interrupted_walk_says_so_where_the_chain_stops():
    drawn = forms.svg(doubly(linked([3, 2, 1, 0]), prev=None, limit=2, interrupted="Ctrl-C was pressed"))
    assert faults(drawn) == []
    ghost = [text.content.replace("\xa0", " ") for text in read(drawn).parts["ghost"].texts]
    assert ghost == [hex(at(1)), "… and more", "Ctrl-C was pressed"]


def test_an_interrupted_walk_says_so_at_the_last_node_if_the_next_word_is_shown():
    drawn = forms.svg(doubly(linked([3, 2, 1, 0]), prev=None, limit=2, shown=[1], interrupted="Ctrl-C was pressed"))
    assert faults(drawn) == []
    said = [text.content.replace("\xa0", " ") for text in read(drawn).parts[f"w-{at(2):x}"].texts]
    assert said[-2:] == ["the walk stopped here", "Ctrl-C was pressed"]


BREAKS = {  # how to spoil a figure with a broken arrow: what to search, what to put there, the fault that must be found
    "no cross": ('id="x-{}" class="edge', 'id="x-{}" class="none', "is broken and has no cross"),
    "a cross elsewhere": (r'(id="x-{}".*?d=")M[^"]*', r"\g<1>M0,0C0,0 9,9 9,9", "its cross is not in a gap"),
    "not in the warning colour": (
        r'(id="b-{}".*?stroke=")[^"]*',
        r"\g<1>#0a5bc4",
        "is not in the warning colour",
    ),
    "no arrow": ('id="b-{}" class="edge', 'id="e-1" class="none', "its link back is wrong, and not drawn so"),
    "only a stub": ('id="y-{}" class="edge', 'id="y-{}" class="none', "ends before w-80218d48"),
    "out of the link": (r'(id="b-{}".*?cy=")[-\d.]+', r"\g<1>0", "its tail is not on its word"),
    "a good link back": ("prev(.)0x0000000080218d48", r"prev\g<1>0x0000000080218d58", "its link back is right"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_rules_of_broken_arrows_can_fail(name):
    # [list] -> 0 <-> 2 <-> 4, and 4 points back at 0
    good = forms.svg(doubly(backs([0, 2, 4], n4=at(0))))
    search, put, fault = BREAKS[name]
    key = f"{at(4):x}"
    spoilt = good
    if name == "a good link back":
        first, second = [match.start() for match in re.finditer("prev.0x0000000080218d48", good)]
        spoilt = good[:second] + re.sub(search, put, good[second:], count=1)
    elif name == "no arrow":
        spoilt = re.sub(rf'<g id="[bxy]-{key}".*?</g>', "", good, flags=re.S)
    else:
        spoilt = re.sub(search.format(key), put.format(key), good, count=1, flags=re.S)
    assert spoilt != good and faults(good) == []
    assert any(fault in found for found in faults(spoilt)), faults(spoilt)


@pytest.mark.parametrize("entry, aim", [(160, "more"), (103, "w-{:x}"), (188, "w-{:x}")])
def test_a_cycle_in_a_long_list_leads_back_to_where_it_is_shown(entry, aim):
    # [list] -> 100 -> 101 -> … -> 189 -> entry; of 90 nodes 42 are a box
    words = linked(list(range(100, 190)))
    words[at(189)] = at(entry)
    drawn = forms.svg(doubly(words, prev=None))
    figure = read(drawn)
    assert faults(drawn) == []
    assert f"cycle of {190 - entry}" in texts(drawn) and "ghost" not in figure.parts
    back = figure.lines[f"e-{at(189):x}"]
    assert back.kinds == ["edge", "cycle"]
    assert figure.parts[aim.format(at(entry))].rect.grown(3).holds(back.tip)


def test_a_circular_list_that_ends_in_null_says_what_was_expected():
    drawn = forms.svg(doubly(linked([0, 1]), prev=None, home=LIST))
    assert faults(drawn) == []
    assert "expected the head" in texts(drawn)


def test_a_head_that_cannot_be_read():
    drawn = forms.svg(Snapshot(Chain(Word(LIST, None, "list"), (), End.UNREADABLE)))
    assert faults(drawn) == []
    assert "unreadable" in read(drawn).parts[f"w-{LIST:x}"].kinds
