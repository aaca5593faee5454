"""The ways to draw a list for a place, the fullest first: with what words were, without it, with fewer words."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterator, List

from buddylab import spelling
from buddylab.draw.figure.gather import gathered
from buddylab.draw.figure.places import Place
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views.list import scene
from buddylab.draw.views.style import Style, dressed, notes
from buddylab.snapshot import Snapshot

ACROSS = range(1, 9)  # words in a row
ROWS = range(12, 1, -1)  # of a frame, where there is no room for all


def tiers(snapshot: Snapshot, place: Place) -> Iterator[List[Scene]]:
    """Scenes that show the same, as lists; each list less than the one before."""
    full = _ways(snapshot, Style(place.sizes))
    yield [dressed(each, place) for each in full]
    told = notes(full[0])
    said = [f"what {spelling.count(told, 'word')} {spelling.agree(told, 'was', 'were')}"] if told else []
    plain = _ways(snapshot, Style(place.sizes, notes=False))
    if told:
        yield [dressed(each, place, *said) for each in plain]
    fewer: Dict[int, List[Scene]] = {}
    for each in plain:
        for rows in ROWS:
            less, hidden = gathered(each, rows)
            fewer.setdefault(hidden, []).append(dressed(less, place, spelling.count(hidden, "word"), *said))
    for hidden in sorted(fewer.keys() - {0}):
        yield fewer[hidden]
    if fewer:
        yield [dressed(each, replace(place, bare=True), *each.left_out) for each in fewer[max(fewer)]]


def _ways(snapshot: Snapshot, style: Style) -> List[Scene]:
    """The list in more and more columns, as long as that makes a difference."""
    found: List[Scene] = []
    for across in ACROSS:
        found.append(scene(snapshot, replace(style, across=across)))
        if found[-1].columns < across:
            break
    return found
