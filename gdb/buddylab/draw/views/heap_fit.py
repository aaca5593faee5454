"""The ways to draw a heap for a place, the fullest first: then without names and old words, then with fewer rows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import Iterator, List

from buddylab import spelling
from buddylab.draw.figure.places import Place
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views import choice
from buddylab.draw.views.block_states import States
from buddylab.draw.views.heap import Made, scene
from buddylab.draw.views.style import Style, dressed, notes
from buddylab.few import Few
from buddylab.heaps.heap_model import HeapSnapshot

STACKS = (1, 2, 3)
BREADTHS = (0.75, 1.0)  # of panels, as shares of what there is
ROWS = (24, 20, 17, 15, 13, 11, 10, 9, 8, 7, 6, 5, 4, 3)
MORE = "t-more"  # the key of the line that counts rows
BLOCKS = (Few(first=1, last=1, most=2), Few(first=1, most=1), Few(first=0, most=1))  # of one list, fewer and fewer


def tiers(snapshot: HeapSnapshot, view: str, place: Place) -> Iterator[List[Scene]]:
    """Scenes that show the same, as lists; each list less than the one before."""
    parts = choice.parts(view, snapshot.heap)
    full = Style(place.sizes)
    made = lru_cache(maxsize=None)(partial(States, snapshot))  # most ways differ in the chains, and bars take longest
    for count in range(len(parts), 0, -1):
        some = replace(full, parts=count)
        lost = [spelling.together([f"the {name}" for name in parts[count:]])] if parts[count:] else []
        ways = _ways(some) if choice.CHAINS in parts[:count] else [some]
        for way in ways:
            yield _drawn(snapshot, view, place, way, lost, made)
        if count == 1:
            for rows in ROWS:
                yield _drawn(snapshot, view, place, replace(ways[-1], rows=rows), lost, made)
            yield _drawn(snapshot, view, replace(place, bare=True), replace(ways[-1], rows=ROWS[-1]), lost, made)


def _ways(style: Style) -> List[Style]:
    """Chains with less and less in and below their boxes."""
    told = [style, replace(style, names=0)]
    plain = [replace(each, notes=False) for each in told]
    return [*told, *plain, *(replace(plain[-1], blocks=blocks) for blocks in BLOCKS)]


def _rows(scene: Scene) -> List[str]:
    """What is said of the rows of panels that are not shown."""
    texts = [text.text for slot in scene.panels for text in slot.make(0.0, slot.breadth).texts if text.key == MORE]
    return [spelling.count(sum(int(text.split()[1]) for text in texts), "row")] if texts else []


def _drawn(snapshot: HeapSnapshot, view: str, place: Place, style: Style, lost: List[str], made: Made) -> List[Scene]:
    """The same in more and fewer columns, broad and narrow."""
    found = []
    told = 0 if style.notes else notes(scene(snapshot, view, replace(style, notes=True), made))
    said = [f"what {spelling.count(told, 'word')} {spelling.agree(told, 'was', 'were')}"] if told else []
    for stacks in STACKS:
        for share in BREADTHS:
            one = scene(snapshot, view, replace(style, stacks=stacks, breadth=share * place.breadth), made)
            hidden = _rows(one) if style.rows else []
            found.append(dressed(one, place, *lost, *said, *one.left_out, *hidden))
            if not one.panels:
                break
        if not found[0].boxes:
            break
    return found
