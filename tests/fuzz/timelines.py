"""Random histories of a word as figures."""

from __future__ import annotations

import random

from buddylab.draw import forms
from buddylab.history import History, Store
from fuzz.look import look

FUNCTIONS = ("lesson", "linked_list_push", 'f<a>&"b" größe', "T::{impl#0}::a_rather_long_name_of_a_function")
SOURCES = ("", "values[i] = i;", "*item = (usize)list->head;", 'if (a < b && *c == "\\n") ' + 20 * "d += 1; ")
LABELS = (None, "values[2]", "a_rather_long_name_of_a_variable[17]")


def timelines(chance: random.Random) -> None:
    """One history."""
    look({"timeline": forms.scene(history(chance))})


def history(chance: random.Random) -> History:
    """Stores by several functions, some before the variable was there, perhaps only the last ones."""
    size = chance.choice((1, 2, 4, 8))
    held = [chance.getrandbits(8 * size) if chance.random() < 0.7 else 0 for _ in range(chance.choice((1, 5, 40, 90)))]
    place, stores = chance.randrange(len(SOURCES)), []
    for clock, (before, after) in enumerate(zip(held, held[1:]), 1):
        place = place if chance.random() < 0.6 else chance.randrange(len(SOURCES))
        where = f"lab/lesson.c:{place}" if place else ""
        stop = None if clock < 4 else clock // 4
        label = chance.choice(LABELS)
        stores.append(Store(clock, FUNCTIONS[place], where, SOURCES[place], before, after, stop, clock % 3, label))
    born = chance.choice((0, 0, len(held) // 2))
    return History(
        chance.choice(("values[0]", "x->" + 20 * "long_name.", "a<b> & c")),
        0x80218D48,
        chance.choice(LABELS),
        size,
        held[0],
        tuple(stores),
        born,
        "lesson" if born else None,
        chance.choice((0, 0, 30)),
    )
