"""Which scene a figure shows: that of a list, one of the views of a heap, or a timeline."""

from __future__ import annotations

from typing import Union

from buddylab.draw.figure import renaming
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views import heap, list as lists, timeline
from buddylab.heap_model import HeapSnapshot
from buddylab.history import History
from buddylab.model import Snapshot

Drawn = Union[Snapshot, HeapSnapshot, History]  # what there is a figure of


def scene(snapshot: Drawn, view: str) -> Scene:
    """The scene of `snapshot`; `view`, which is for heaps, is chains, map, tree or all."""
    if isinstance(snapshot, History):
        return timeline.scene(snapshot)
    result = heap.scene(snapshot, view) if isinstance(snapshot, HeapSnapshot) else lists.scene(snapshot)
    return result if snapshot.places is None else renaming.renamed(result)
