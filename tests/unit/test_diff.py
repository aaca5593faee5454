"""What changed between two stops."""

from buddylab.diff import difference
from buddylab.model import Shape
from buddylab.snapshot import Snapshot
from buddylab.walk import again, read, walk
from unit.memories import LIST, at, linked, memory, snapshot

PATTERN = {at(index): 0x1111111111111111 * index for index in range(16)}
PUSHED = linked(list(range(15, -1, -1)))


def test_push_changes_fifteen_words_and_the_head():
    now = snapshot(memory(PUSHED), before=memory({**PATTERN, LIST: 0}))
    changed = now.changed()
    assert sorted(changed) == [at(index) for index in range(1, 16)] + [LIST]
    assert changed[at(3)].before == 0x3333333333333333
    assert changed[at(3)].after == at(2)
    # values[0] was written too, with the 0 it held: it joined, and did not change
    assert now.difference.joined == tuple(at(index) for index in range(15, -1, -1))


def test_pop_changes_the_head_alone():
    now = snapshot(memory({**PUSHED, LIST: 0}), before=memory(PUSHED), stop=10)
    assert list(now.changed()) == [LIST]
    assert now.difference.left == tuple(at(index) for index in range(15, -1, -1))


def test_unlink_changes_one_word():
    # [list] -> 7 .. 4 -> 3 -> 2 .. 0   becomes   [list] -> 7 .. 4 -> 2 .. 0
    before = linked(list(range(7, -1, -1)))
    now = snapshot(memory({**before, at(4): at(2)}), 8, before=memory(before), stop=4)
    assert list(now.changed()) == [at(4)]
    assert now.difference.left == (at(3),)
    assert now.difference.joined == ()


def test_nothing_changed():
    now = snapshot(memory(PUSHED), before=memory(PUSHED), stop=8)
    assert (now.difference.changed, now.difference.joined, now.difference.left) == ((), (), ())


def test_a_word_that_could_not_be_read_before():
    page = at(0) & -4096
    now = snapshot(memory(PUSHED), before=memory(PUSHED, unreadable=range(page, page + 4096)))
    assert (now.changed(), now.difference.joined, now.difference.left) == ({}, (), ())
    assert now.difference.unknown == (*(at(index) for index in range(16)), LIST)


def test_a_list_that_led_on_to_where_nothing_was_kept():
    # [list] -> 3 -> 2 -> ?   then; 3 -> 2 -> 0 -> 1 now: of 0 and 1 nobody knows whether they were on it
    far = 0x81000000
    before = memory({LIST: at(3), at(3): at(2), at(2): far}, unreadable=range(far, far + 4096))
    now = snapshot(memory(linked([3, 2, 0, 1])), before=before)
    assert (now.difference.joined, now.difference.left) == ((), ())
    assert list(now.changed()) == [at(0), at(2)]
    # 3 led on to no RAM at all: there is no more to know
    before = memory({LIST: at(3), at(3): 0x10000000})
    assert snapshot(memory(linked([3, 2])), before=before).difference.joined == (at(2),)


def test_comparing_a_long_list_names_only_what_is_shown():
    image = memory(linked(list(range(100, 5100))))
    asked = []
    found = walk(image, Shape(), read(image, LIST, "list"), lambda address: asked.append(address))
    change = difference(5, memory({}), again(memory({}), found), Snapshot(found))
    assert len(change.joined) == 5000
    assert len(asked) < 200
