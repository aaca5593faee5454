"""Gathers rows that are too many for a place: those in the middle of a frame become one box that counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Set, Tuple

from buddylab.draw.figure.scene import Arrow, Box, Frame, Scene
from buddylab.few import Few, More

LINKS = ("link", "head", "cycle")  # the arrows that lead on through what is gathered


def gathered(scene: Scene, most: int) -> Tuple[Scene, int]:
    """`scene` with at most so many rows in each frame, and the number of boxes that are not shown."""
    few = Few(first=most // 2, last=(most - 1) // 2, most=most)
    rows: Dict[int, int] = {}  # where each row has gone
    into: Dict[int, str] = {}  # the box that stands for a row that is not shown
    frames: List[Frame] = []
    at = 0
    for frame in scene.frames:
        first = at
        for row in few.row(range(frame.first, frame.last + 1)):
            if isinstance(row, More):
                start = frame.first + few.first
                into.update(dict.fromkeys(range(start, start + row.count), f"more-{frame.key}"))
                rows[start] = at
            else:
                rows[row] = at
            at += 1
        frames.append(replace(frame, first=first, last=at - 1))
    hidden = {box.key: into[box.row] for box in scene.boxes if box.row in into}
    boxes = [replace(box, row=rows[box.row]) for box in scene.boxes if box.key not in hidden]
    boxes += [_more(key, [box for box in scene.boxes if hidden.get(box.key) == key], rows) for key in _keys(into)]
    arrows = _arrows(scene, hidden)
    return replace(scene, boxes=tuple(boxes), arrows=tuple(arrows), frames=tuple(frames)), len(hidden)


def _keys(into: Dict[int, str]) -> List[str]:
    return list(dict.fromkeys(into.values()))


def _more(key: str, each: List[Box], rows: Dict[int, int]) -> Box:
    """The box that stands for others."""
    first = min(each, key=lambda box: (box.row, box.column))
    said = f"… {len(each)} more"
    kinds = ("ghost", "more")
    return Box(key, rows[first.row], 0, first.address, "", said, kinds, f"{len(each)} more from {first.address} on")


def _arrows(scene: Scene, hidden: Dict[str, str]) -> List[Arrow]:
    """The arrows that are left; out of a box that stands for others leads one, as out of any."""
    found: List[Arrow] = []
    led: Set[str] = set()
    for arrow in scene.arrows:
        source, target = hidden.get(arrow.source, arrow.source), hidden.get(arrow.target, arrow.target)
        if source == arrow.source:
            found.append(replace(arrow, target=target))
        elif target != source and arrow.kinds[0] in LINKS and source not in led:
            led.add(source)
            found.append(Arrow(f"e-{source}", source, target, (arrow.kinds[0],), "the list leads on"))
    return found
