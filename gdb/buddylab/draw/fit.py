"""Chooses of many ways to draw a figure the one for a place: the fullest whose letters are not too small there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional, Sequence

from buddylab.draw.figure.layout import layout, least
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

    @property
    def readable(self) -> bool:
        """Whether these are large enough."""
        return self.letters >= LEAST - CLOSE


def fitted(tiers: Iterable[Sequence[Scene]], place: Place) -> Fitted:
    """The largest of the first tier in which one fits; where none does, the largest of all, with smaller letters."""
    found: Optional[Fitted] = None
    for tier in tiers:
        best = _largest(tier, place, 0.0 if found is None else found.scale)
        if best is not None and best.readable:
            return best
        found = best or found
    assert found is not None
    return found


def _largest(tier: Iterable[Scene], place: Place, small: float) -> Optional[Fitted]:
    """The largest of `tier`; None where all are too small to read, and none is drawn larger than `small`.

    Most are not laid out at all, for what they take at least is too much already.
    """
    best: Optional[Fitted] = None
    for scene in tier:
        most = _scaled(scene, place, *least(scene))
        if (most.readable or most.scale > small) and (best is None or most.scale > best.scale):
            laid = layout(scene)
            one = _scaled(scene, place, laid.width, laid.height)
            if (one.readable or one.scale > small) and (best is None or one.scale > best.scale):
                best = one
    return best


def _scaled(scene: Scene, place: Place, width: float, height: float) -> Fitted:
    return Fitted(scene, min(place.width / width, place.height / height, MOST / scene.sizes.text))
