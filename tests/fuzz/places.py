"""Random lists and heaps as figures for places of any size: they fit it, and obey the rules of figures."""

from __future__ import annotations

import random
import re
from typing import List, Tuple

from buddylab.draw import forms
from buddylab.draw.figure.places import place
from fuzz.heap_figures import VIEWS, heap
from unit.drawing import read
from unit.figure import faults
from unit.random_lists import tangle


def places(chance: random.Random) -> None:
    """One list, and one heap in one view, each for a place of its own."""
    fits(tangle(chance), "", f"{chance.randrange(150, 900)}x{chance.randrange(100, 900)}")
    fits(heap(chance), chance.choice(VIEWS), f"{chance.randrange(250, 900)}x{chance.randrange(150, 900)}")


def fits(snapshot: forms.Drawn, view: str, where: str) -> None:
    """Fails where the figure does not."""
    text, width, height, _ = drawn(snapshot, where, view)
    found, there = faults(text), place(where)
    assert there and not found, f"{view} for {where}: {found}"
    assert width <= there.width + 0.1 and height <= there.height + 0.1, f"{view} for {where}: {width} x {height}"


def drawn(snapshot: forms.Drawn, where: str, view: str = "") -> Tuple[str, float, float, List[float]]:
    """The SVG for a place, its width and height there, and the sizes of its letters, all in points."""
    text = forms.svg(snapshot, view, place=place(where))
    said = [re.search(rf'<svg[^>]* {side}="([\d.]+)pt"', text) for side in ("width", "height")]
    width, height = (float(each[1]) for each in said if each)
    scale = width / read(text).view.right
    return text, width, height, [scale * float(size) for size in re.findall(r'font-size="([\d.]+)"', text)]
