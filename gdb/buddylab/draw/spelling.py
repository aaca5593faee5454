"""How addresses and words are written: as numbers, or with --relative by the names of what lies there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Dict, Optional

from buddylab.draw.panel import Panel
from buddylab.draw.scene import Scene
from buddylab.model import Places

NUMBER = re.compile(r"\b0x[0-9a-f]+\b")
PART = re.compile(r"(?<=-)[0-9a-f]{4,}(?=-|$)")  # of a key: what may be an address


def address(places: Optional[Places], number: int, inside: Optional[int] = None) -> str:
    """An address: 0x80218d48, or values+0x18; `inside` is an address in the same variable, for the end of one."""
    return f"{number:#x}" if places is None else places.at(number, number if inside is None else inside)


def pointed(places: Optional[Places], number: int) -> str:
    """What a pointer holds that has no name of its own: a number, or &values[3]."""
    return (None if places is None else places.to(number)) or f"{number:#x}"


def word(places: Optional[Places], value: Optional[int], size: int) -> str:
    """A word of `size` bytes with all its digits, or what it points at."""
    if value is None:
        return "unreadable"
    return (None if places is None else places.to(value)) or f"0x{value:0{2 * size}x}"


def sentence(places: Optional[Places], text: str) -> str:
    """`text` with the addresses in it named."""
    return text if places is None else NUMBER.sub(lambda match: pointed(places, int(match.group(), 16)), text)


def renamed(scene: Scene) -> Scene:
    """`scene` with numbers in the order of their appearance in place of the addresses in its keys."""
    numbers: Dict[str, str] = {}

    def key(old: str) -> str:
        return PART.sub(lambda match: numbers.setdefault(match.group(), f"n{len(numbers) + 1}"), old)

    def keyed(panel: Panel) -> Panel:
        bars = [replace(bar, key=key(bar.key)) for bar in panel.bars]
        texts = [replace(text, key=key(text.key)) for text in panel.texts]
        strokes = [replace(stroke, key=key(stroke.key)) for stroke in panel.strokes]
        return replace(panel, bars=bars, texts=texts, strokes=strokes)

    return replace(
        scene,
        boxes=tuple(replace(box, key=key(box.key)) for box in scene.boxes),
        arrows=tuple(
            replace(arrow, key=key(arrow.key), source=key(arrow.source), target=key(arrow.target))
            for arrow in scene.arrows
        ),
        frames=tuple(replace(frame, key=key(frame.key)) for frame in scene.frames),
        panels=tuple(map(keyed, scene.panels)),
    )
