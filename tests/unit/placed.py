"""Whether a renderer draws a scene's boxes, bars and labels precisely where they were laid out."""

from __future__ import annotations

from typing import Dict, List

from buddylab.draw.figure.geometry import Rect
from buddylab.draw.figure.layout import Layout
from unit.drawing import Figure

NEAR = 0.03  # points: sizes are written in inches with four digits, and places with two
LINE = 0.25  # for the lines of an axis, which are one point wide: Graphviz 14 makes no box thinner than 1.44


def moved(laid: Layout, drawn: Figure) -> List[str]:
    """What `drawn` shows elsewhere than where it was laid out, a sentence each."""
    found = []
    for key, rect in _places(laid).items():
        here = drawn.parts[key].rect
        if max(
            abs(here.left - rect.left),
            abs(here.right - rect.right),
            abs(here.top - rect.top),
            abs(here.bottom - rect.bottom),
        ) > (LINE if min(rect.width, rect.height) <= 1 else NEAR):
            found.append(f"{key}: laid out at {rect}, drawn at {here}")
    return found


def _places(laid: Layout) -> Dict[str, Rect]:
    """Where everything with a border or a ground was laid out."""
    places = {**laid.boxes, **laid.frames, **{"p" + key[1:]: tag.rect for key, tag in laid.tags.items()}}
    for panel in laid.panels:
        places.update({bar.key: bar.rect for bar in panel.bars})
        places.update({text.key: text.rect for text in panel.texts})
    return places
