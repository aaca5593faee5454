"""The history of a word: as text, as JSON, and as a figure that obeys the rules of every figure."""

import json
import os
from pathlib import Path

import pytest

from buddylab.draw import forms
from buddylab.draw.views import timeline
from buddylab.draw.words import writes_text
from buddylab.history import History, Store
from unit.figure import faults

GOLDEN = Path(__file__).with_name("golden") / "timeline.dot"
PUSH = {"function": "linked_list_push", "place": "kernel/linked_list.c:16", "source": "*item = (usize)list->head;"}
LOOP = {"function": "lesson", "place": "lab/01-intrusive-list/lesson.c:24", "source": "values[i] = i;"}


def history(stores, **more):
    """The history of values[0]."""
    return History("values[0]", 0x80218D48, "values[0]", 8, 0, tuple(stores), **more)


def counted(count, function="lesson"):
    """Stores of 1, 2, 3 … at one place."""
    return [Store(at, function, "a.c:1", "count++;", at - 1, at, 1, 1) for at in range(1, count + 1)]


def lecture():
    """Boot used the bytes; then a 0 over a 0, a pattern, and a pointer."""
    return history(
        [
            Store(5, "uart_init", "kernel/uart.c:23", "{", 0, 0x80000262),
            Store(9, "lesson", "lab/01-intrusive-list/lesson.c:19", "", 0x80000262, 0),
            Store(12, *LOOP.values(), 0, 0, 1, 1),
            Store(13, *LOOP.values(), 0, 0x3333333333333333, 1, 1),
            Store(40, *PUSH.values(), 0x3333333333333333, 0x80218D58, 5, 2, "values[2]"),
        ],
        born=8,
        owner="lesson",
    )


def test_golden():
    drawn = forms.dot(lecture())
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(drawn)
    assert drawn == GOLDEN.read_text()


def test_frames_are_steps_and_lines_and_boxes_are_stores():
    scene = timeline.scene(lecture())
    assert [frame.title for frame in scene.frames] == [
        "when the machine was reset",
        "before lesson() was called, in uart_init() at kernel/uart.c:23: {",
        "before step 1: lesson() at lab/01-intrusive-list/lesson.c:19",
        "step 1: lesson() at lab/01-intrusive-list/lesson.c:24: values[i] = i;",
        "step 5 (time 2): linked_list_push() at kernel/linked_list.c:16: *item = (usize)list->head;",
    ]
    assert [(box.name, box.word, [line.text for line in box.lines]) for box in scene.boxes] == [
        ("0", "0x0", []),
        ("1", "0x80000262", ["was 0x0"]),
        ("2", "0x0", ["was 0x80000262"]),
        ("3", "0x0", ["the same once more"]),
        ("4", "0x3333333333333333", ["was 0x0"]),
        ("5: values[2]", "0x80218d58", ["was 0x3333333333333333"]),
    ]
    assert ["off" in box.kinds for box in scene.boxes] == [True, True, False, False, False, False]
    assert ["changed" in box.kinds for box in scene.boxes] == [False, False, True, False, True, True]


def test_text_says_the_same():
    assert writes_text.show(lecture()) == (
        "values[0] at 0x80218d48: 5 stores since the reset; it holds 0x80218d58.\n"
        "\n"
        "Before lesson() was called, when these bytes belonged to other functions:\n"
        "\n"
        "before step 1, uart_init() at kernel/uart.c:23: {\n"
        "    0x0 → 0x80000262\n"
        "\n"
        "Since lesson() was called:\n"
        "\n"
        "before step 1, lesson() at lab/01-intrusive-list/lesson.c:19\n"
        "    0x80000262 → 0x0\n"
        "step 1, lesson() at lab/01-intrusive-list/lesson.c:24: values[i] = i;\n"
        "    0x0 → 0x0\n"
        "    0x0 → 0x3333333333333333\n"
        "step 5 (time 2), linked_list_push() at kernel/linked_list.c:16: *item =\n"
        "  (usize)list->head;\n"
        "    0x3333333333333333 → 0x80218d58 values[2]\n"
    )


def test_json_says_all_of_it():
    data = json.loads(writes_text.dumps(lecture()))
    assert (data["schema"], data["kind"], data["count"]) == (1, "writes", 5)
    assert data["word"] == {
        "expression": "values[0]",
        "address": "0x80218d48",
        "label": "values[0]",
        "size": 8,
        "first": "0x0",
    }
    assert [store["earlier"] for store in data["stores"]] == [True, False, False, False, False]
    assert data["stores"][4] == {
        "instruction": 40,
        "step": 5,
        "time": 2,
        "function": "linked_list_push",
        "place": "kernel/linked_list.c:16",
        "source": "*item = (usize)list->head;",
        "before": "0x3333333333333333",
        "after": "0x80218d58",
        "label": "values[2]",
        "earlier": False,
    }


def test_a_long_history_shows_its_first_and_its_last_stores():
    long = history(counted(5000))
    text = writes_text.show(long)
    assert "5000 stores since the reset" in text and "    0x27 → 0x28\n    … 4952 more …\n" in text
    assert text.endswith("0x1387 → 0x1388\n") and len(text.splitlines()) < 60
    scene = timeline.scene(long)
    assert len(scene.boxes) == 1 + 40 + 1 + 8
    assert [box.name or box.word for box in scene.boxes][40:43] == ["40", "stores 41 to 4992", "4993"]
    assert len(json.loads(writes_text.dumps(long))["stores"]) == 5000


@pytest.mark.parametrize(
    "drawn",
    [
        lecture(),
        history([]),
        history(counted(1)),
        history(counted(33)),
        history(counted(500)),
        history(counted(3, 'f<a>&"b" größe')),
        History("x->" + 40 * "long_name.", 0x1000, None, 4, 7, tuple(counted(2)), cut=9),
    ],
    ids=["lecture", "none", "one", "many", "long", "markup", "names"],
)
def test_the_figure_is_sound(drawn):
    assert faults(forms.svg(drawn)) == []


def test_the_figure_can_be_read_aloud():
    drawn = forms.svg(lecture())
    push = (
        "Step 5 (time 2): linked_list_push() at kernel/linked_list.c:16 stored 0x80218d58, the address of values[2], "
    )
    assert push + "where 0x3333333333333333 was." in drawn
    assert "Step 1: lesson() at lab/01-intrusive-list/lesson.c:24 stored 0x0, which it held already." in drawn
    assert "Before lesson() was called: uart_init() at kernel/uart.c:23 stored 0x80000262, where 0x0 was." in drawn


def test_what_is_left_out_is_said():
    scene = timeline.scene(history(counted(3), cut=30))
    assert [box.name or box.word for box in scene.boxes] == ["0", "stores 1 to 30", "31", "32", "33"]
    assert "30 stores are not shown." in timeline.spoken(history(counted(3), cut=30))


def test_one_store_is_not_several():
    one = history(counted(3), cut=1)
    assert "1 store is not shown." in timeline.spoken(one)
    hidden = timeline.scene(one).boxes[1]
    assert (hidden.address, hidden.word, hidden.meaning) == ("1 more", "store 1", "store 1 is not shown.")
    both = history(counted(200), born=101, owner="lesson")
    hidden = [box.word for box in timeline.scene(both).boxes if "ghost" in box.kinds]
    assert hidden == ["stores 41 to 92", "stores 141 to 192"]
    assert timeline.spoken(both).count("52 more stores.") == 2
