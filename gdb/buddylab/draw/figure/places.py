"""Places that a figure is laid out for: a slide, a page, a phone, or so many points."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Optional

from buddylab.draw.figure.sizes import ROOMY, Sizes

LEAST = 8.0  # the size of the smallest letters there, in points
MOST = 20.0  # and of those in boxes: a figure of two boxes is not as large as its place


@dataclass(frozen=True)
class Place:
    """How large a figure may be, in points, and what is written around it."""

    name: str
    width: float
    height: float
    bare: bool = False  # without title, caption and ground: these are the place's own

    @property
    def sizes(self) -> Sizes:
        """Those for figures there: letters are large beside arrows and gaps, for both will be made smaller."""
        return replace(LARGE, bare=True, margin=4.0) if self.bare else LARGE

    @property
    def breadth(self) -> float:
        """How broad a figure may be before it is made smaller, so that its letters are not too small then."""
        return self.width * self.sizes.least / LEAST - 2 * self.sizes.margin


LARGE = replace(
    ROOMY,
    **{"heading": 17.0, "text": 14.0, "word_text": 14.0, "row": 14.0, "small": 14.0, "label": 14.0},
    **{"address": 20.0, "word": 22.0, "line": 20.0, "note": 20.0, "box": 99.0, "gutter": 34.0, "side": 12.0},
    **{"pad": 4.0, "gap": 8.0, "foot": 8.0, "margin": 10.0, "between": 3.0, "ladder": 26.0, "lane": 20.0},
    **{"titles": 166.0, "notes": 14.0, "narrowest": 0.0},
    names=14,
)
PLACES = {
    "slide": Place("slide", 453.5, 255.1, bare=True),  # of 16 by 9 cm, as beamer's are
    "page": Place("page", 453.5, 680.3),  # A4 within its margins
    "phone": Place("phone", 280.0, 560.0),
}


def place(said: str) -> Optional[Place]:
    """One of PLACES by its name, or one of WIDTHxHEIGHT points; None for anything else."""
    size = re.fullmatch(r"(\d{2,5})x(\d{2,5})", said)
    return Place(said, float(size[1]), float(size[2])) if size else PLACES.get(said)
