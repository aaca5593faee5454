"""Which scene a figure shows: that of a list, one of the views of a heap, or a timeline."""

from __future__ import annotations

from typing import Union

from buddylab.draw import heap_text, heaps, lists, spelling, text, timeline
from buddylab.draw.scene import Scene
from buddylab.heap_model import HeapSnapshot
from buddylab.history import History
from buddylab.model import Snapshot

Drawn = Union[Snapshot, HeapSnapshot, History]  # what there is a figure of


def scene(snapshot: Drawn, view: str) -> Scene:
    """The scene of `snapshot`; `view`, which is for heaps, is chains, map, tree or all."""
    if isinstance(snapshot, History):
        return timeline.scene(snapshot)
    result = heaps.scene(snapshot, view) if isinstance(snapshot, HeapSnapshot) else lists.scene(snapshot)
    return result if snapshot.places is None else spelling.renamed(result)


def spoken(snapshot: Drawn) -> str:
    """The figure of `snapshot` read aloud."""
    if isinstance(snapshot, History):
        return timeline.spoken(snapshot)
    return heap_text.spoken(snapshot) if isinstance(snapshot, HeapSnapshot) else text.spoken(snapshot)
