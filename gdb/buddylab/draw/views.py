"""Which scene a figure shows: that of a list, or one of the views of a heap."""

from __future__ import annotations

from typing import Union

from buddylab.draw import heap_text, heaps, lists, text
from buddylab.draw.scene import Scene
from buddylab.heap_model import HeapSnapshot
from buddylab.model import Snapshot


def scene(snapshot: Union[Snapshot, HeapSnapshot], view: str) -> Scene:
    """The scene of `snapshot`; `view`, which is for heaps, is chains, map, tree or all."""
    return heaps.scene(snapshot, view) if isinstance(snapshot, HeapSnapshot) else lists.scene(snapshot)


def spoken(snapshot: Union[Snapshot, HeapSnapshot]) -> str:
    """The figure of `snapshot` read aloud."""
    return heap_text.spoken(snapshot) if isinstance(snapshot, HeapSnapshot) else text.spoken(snapshot)
