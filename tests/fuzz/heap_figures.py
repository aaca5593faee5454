"""Random heaps as figures: in every view they obey the rules of figures, and stand where they were laid out."""

from __future__ import annotations

import random
from typing import List

from buddylab.draw import forms
from buddylab.heaps.heap_model import HeapSnapshot
from fuzz.look import look
from unit import heap_figure_samples as samples
from unit.buddies import MEMORY

VIEWS = ("chains", "map", "tree", "all")
SIZES = (128, 1016, 4096, 1 << 16, 1 << 23)


def heap_figures(chance: random.Random) -> None:
    """One heap, drawn in every view."""
    snapshot = heap(chance)
    look({view: forms.scene(snapshot, view) for view in VIEWS})


def heap(chance: random.Random) -> HeapSnapshot:
    """A heap of one region or several, after random calls, compared with a stop before or not."""
    size, order = chance.choice(SIZES), chance.choice((8, 32))
    size = min(size, 1 << 14) if order == 8 else size
    more = regions(chance, MEMORY + size, size) if chance.random() < 0.3 else []
    return samples.scattered(
        chance.getrandbits(32),
        chance.choice((5, 20, 80)),
        size,
        order,
        checked=chance.random() < 0.7,
        compared=chance.random() < 0.2,
        more=more,
    )


def regions(chance: random.Random, start: int, size: int) -> List[range]:
    """More memory after `start`: near to what is there, or far from it."""
    found = []
    for _ in range(chance.randint(1, 4)):
        start += chance.choice((8, size // 16, size, 100 * size)) // 8 * 8 + 8
        found.append(range(start, start + max(64, chance.choice((size // 8, size, chance.randrange(size))))))
        start = found[-1].stop
    return found
