"""Takes the addresses out of a scene's keys, for figures that are to be the same in every build."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, Dict

from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.scene import Scene

PART = re.compile(r"(?<=-)[0-9a-f]{4,}(?=-|$)")  # of a key: what may be an address


def renamed(scene: Scene) -> Scene:
    """`scene` with numbers in the order of their appearance in place of the addresses in its keys."""
    numbers: Dict[str, str] = {}

    def key(old: str) -> str:
        return PART.sub(lambda match: numbers.setdefault(match.group(), f"n{len(numbers) + 1}"), old)

    def keyed(make: Callable[[float, float], Panel]) -> Callable[[float, float], Panel]:
        def made(left: float, breadth: float) -> Panel:
            panel = make(left, breadth)
            bars = [replace(bar, key=key(bar.key)) for bar in panel.bars]
            texts = [replace(text, key=key(text.key)) for text in panel.texts]
            strokes = [replace(stroke, key=key(stroke.key)) for stroke in panel.strokes]
            return replace(panel, bars=bars, texts=texts, strokes=strokes)

        return made

    return replace(
        scene,
        boxes=tuple(replace(box, key=key(box.key)) for box in scene.boxes),
        arrows=tuple(
            replace(arrow, key=key(arrow.key), source=key(arrow.source), target=key(arrow.target))
            for arrow in scene.arrows
        ),
        frames=tuple(replace(frame, key=key(frame.key)) for frame in scene.frames),
        asides=tuple(replace(aside, key=key(aside.key)) for aside in scene.asides),
        panels=tuple(replace(slot, make=keyed(slot.make)) for slot in scene.panels),
    )
