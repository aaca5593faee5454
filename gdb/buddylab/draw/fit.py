"""Chooses of many ways to draw a figure the one for a place: the fullest whose letters are not too small there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional, Sequence, Tuple

from buddylab.draw.figure.layout import layout
from buddylab.draw.figure.places import LEAST, MOST, Place
from buddylab.draw.figure.scene import Scene

CLOSE = 0.001  # of a point


@dataclass(frozen=True)
class Fitted:
    """A scene for a place, and how much larger it is drawn there than it is laid out."""

    scene: Scene
    scale: float

    @property
    def letters(self) -> float:
        """The size of its smallest letters, in points."""
        return self.scale * self.scene.sizes.least


def fitted(tiers: Iterable[Sequence[Scene]], place: Place) -> Fitted:
    """The largest of the first tier in which one fits; where none does, the largest of all, with smaller letters."""
    found: Optional[Fitted] = None
    for tier in tiers:
        best = max((_scaled(scene, place) for scene in tier), key=lambda each: each.scale)
        if best.letters >= LEAST - CLOSE:
            return best
        found = best if found is None or best.scale > found.scale else found
    assert found is not None
    return found


def _scaled(scene: Scene, place: Place) -> Fitted:
    width, height = _size(scene)
    return Fitted(scene, min(place.width / width, place.height / height, MOST / scene.sizes.text))


def _size(scene: Scene) -> Tuple[float, float]:
    laid = layout(scene)
    return laid.width, laid.height
