"""The printed form: dump, column, chain, verdict, changes."""

from dataclasses import replace

from buddylab.check import check
from buddylab.draw.words import list_text
from buddylab.model import Shape, Word
from buddylab.snapshot import Snapshot, Variable
from buddylab.walk import read, walk
from unit.memories import LIST, at, label, linked, memory, since, snapshot

PATTERN = {at(index): 0x1111111111111111 * index for index in range(16)}
PUSHED = linked(list(range(15, -1, -1)))

STOP_6 = """\
0x80218e20:\t0x0000000080218dc0  list.head → values[15]

0x80218d48:\t0x0000000000000000\t0x0000000080218d48  [0] null       [1] → [0] *
0x80218d58:\t0x0000000080218d50\t0x0000000080218d58  [2] → [1] *    [3] → [2] *
0x80218d68:\t0x0000000080218d60\t0x0000000080218d68  [4] → [3] *    [5] → [4] *
0x80218d78:\t0x0000000080218d70\t0x0000000080218d78  [6] → [5] *    [7] → [6] *
0x80218d88:\t0x0000000080218d80\t0x0000000080218d88  [8] → [7] *    [9] → [8] *
0x80218d98:\t0x0000000080218d90\t0x0000000080218d98  [10] → [9] *   [11] → [10] *
0x80218da8:\t0x0000000080218da0\t0x0000000080218da8  [12] → [11] *  [13] → [12] *
0x80218db8:\t0x0000000080218db0\t0x0000000080218db8  [14] → [13] *  [15] → [14] *

list.head → values[15] → values[14] → values[13] → values[12] → values[11] →
  values[10] → values[9] → values[8] → values[7] → values[6] → values[5] →
  values[4] → values[3] → values[2] → values[1] → values[0] → null
16 nodes, ends in null.

Since stop 5: list.head and values[1] to values[15] changed, 16 of the 17 words
  shown.
values[0] joined the list unmarked: it held 0 before, and null is 0, so nothing
  changed there.
"""


def test_after_the_push():
    shown = list_text.show(snapshot(memory(PUSHED), before=memory({**PATTERN, LIST: 0})))
    # values lies below the list here, so the head's change is named last
    assert shown == STOP_6.replace("list.head and values[1] to values[15]", "values[1] to values[15] and list.head")


def test_after_the_pop():
    now = snapshot(memory({**PUSHED, LIST: 0}), before=memory(PUSHED), stop=10)
    shown = list_text.show(now)
    assert "[1] ⇢ [0]" in shown and "→ [" not in shown
    assert "No nodes: the list is empty." in shown
    assert "Since stop 9: only list.head changed, 1 of the 17 words shown." in shown
    assert "values[0] to values[15] left the list; their words are as they were." in shown
    assert any(line.startswith("Dashed: 15 words hold") for line in list_text.caption(now))


def test_a_head_among_the_words_is_counted_once():
    # [list] -> 0 -> null, with --memory list
    image, before = memory(linked([0])), memory({LIST: 0})
    head = Word(LIST, at(0), "list.head")
    now = replace(snapshot(image, count=0), words=(head,))
    now = replace(now, difference=since(before, now, stop=5))
    assert "only list.head changed, 1 of the 2 words shown." in list_text.show(now)
    assert any("1 of the 2 words shown" in line for line in list_text.caption(now))


def test_a_head_that_lies_nowhere_is_no_word_shown():
    # &values[0] -> 0 -> null
    before = memory({at(0): 7})
    chain = walk(memory(linked([0])), Shape(), Word(None, at(0), "&values[0]"), label)
    for words, told in (
        ((), "Since stop 5: values[0] changed, the only word shown."),
        ((Word(at(1), 0, "values[1]"),), "Since stop 5: only values[0] changed, 1 of the 2 words shown."),
    ):
        now = Snapshot(chain, words)
        now = replace(now, difference=since(before, now, stop=5))
        assert told in list_text.show(now).splitlines() and told in list_text.caption(now)


def test_runs_are_cut_at_gaps_and_odd_rows_keep_the_column():
    # [list] -> 4 -> 1 -> 0 -> null
    lines = list_text.show(snapshot(memory(linked([4, 1, 0])), count=0)).split("\n\n")[1].split("\n")
    assert [line.split(":")[0] for line in lines] == ["0x80218d48", "0x80218d68"]
    columns = [line.expandtabs(8).index("[") for line in lines]
    assert columns[0] == columns[1]


def test_a_walk_of_no_nodes_says_where_the_head_points():
    # [list] -> 1 -> 0 -> null, with --count 0
    image = memory(linked([1, 0]))
    chain = walk(image, Shape(limit=0), read(image, LIST, "list"), member=".head")
    shown = list_text.show(Snapshot(replace(chain, problems=check(chain))))
    assert "\nNo node was read, since --count is 0: list.head points at 0x80218d50.\n" in shown
    assert chain.problems == () and "goes on" not in shown and "empty" not in shown
    image = memory({LIST: 0})
    empty = walk(image, Shape(limit=0), read(image, LIST, "list"), member=".head")
    assert "No nodes: the list is empty." in list_text.show(Snapshot(empty))


def test_the_suffix_is_where_x_puts_it():
    shown = list_text.show(snapshot(memory(linked([0]))), lambda address: " <heap+8>")
    assert "0x80218d48 <heap+8>:\t0x" in shown


def test_a_broken_list_says_what_was_expected():
    shown = list_text.show(snapshot(memory({LIST: at(1), at(1): 0x10000000}), count=0))
    assert "1 node, then: not-ram." in shown
    assert "[1] → 0x10000000" in shown
    assert "expected the address of a node" in shown


def test_a_list_that_was_not_made_yet_raises_no_alarm():
    shown = list_text.show(snapshot(memory({LIST: 0x3333333333333333}), count=0))
    assert "No nodes: the head does not lead to one.\nlist.head holds 0x3333333333333333, which is not a" in shown
    assert "A list on the stack that was not made yet may look like this.\n" in shown


def test_only_of_a_list_on_the_stack_is_it_said_that_it_may_not_be_made_yet():
    for value in (0x1000, 0x80218D4B, 0xFFFF888000000000):
        now = snapshot(memory({LIST: value}), count=0)
        elsewhere = replace(now, variables=(Variable("list", LIST, 8, "in .bss"),))
        assert "not made yet" in list_text.show(now) and "not made yet" not in list_text.show(elsewhere)
        assert f"list.head holds {value:#x}, which is not" in list_text.show(elsewhere)


def test_a_head_without_an_address_is_called_the_head():
    found = walk(memory({}), Shape(), Word(None, 5, "5"))
    shown = list_text.show(Snapshot(replace(found, problems=check(found))))
    assert "The head holds 0x5, which is not a multiple of 8; expected the address of a node" in shown


def test_no_word_softens_a_cycle_of_plain_words():
    # [list] -> 2 -> 1 -> 0 -> 2, which a block given back twice makes as well; nodes of a type may be a ring by design
    cycle = memory({**linked([2, 1, 0]), at(0): at(2)})
    assert "--home" not in " ".join(list_text.verdict(snapshot(cycle, count=0)))
    typed = walk(cycle, Shape(align=8), read(cycle, LIST, "list"))
    assert "--home EXPR names its head" in check(typed)[0].message


def test_a_circular_list_that_misses_its_head_is_no_ring():
    # [list] -> 1 -> 0 -> 1, where the list was to come home to [list]
    image = memory({**linked([1, 0]), at(0): at(1)})
    found = walk(image, Shape(home=LIST), read(image, LIST, "list"))
    shown = list_text.show(Snapshot(replace(found, problems=check(found))))
    assert "a cycle of 2 nodes; expected" in " ".join(shown.split()) and "looks like this" not in shown


def test_title_and_speech():
    now = snapshot(memory(linked([1, 0])), before=memory({LIST: 0}))
    assert list_text.title(now) == "Lesson 1: An intrusive list on the stack · stop 6: a step"
    assert list_text.spoken(now).startswith(
        "list.head at 0x80218e20 points at values[1], which points at values[0], which holds null."
    )


def test_speech_of_a_long_list_is_bounded():
    assert len(list_text.spoken(snapshot(memory(linked(list(range(3000))))))) < 6000
