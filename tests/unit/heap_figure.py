"""Says what is wrong with the map and the tree of a heap as they were rendered, from coordinates alone.

The ids tell what a part stands for: r-VIEW-START-STOP a region, b-ADDRESS-ORDER (map) and n-ADDRESS-ORDER (tree) a
block, with -of-SIZE where that is no power of two, -to-STOP where it stands for several, lKEY the label of a bar, sKEY
its leader line. Where map and tree are one, VIEW is map-tree.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from unit.drawing import Figure, Part, Rect, around

LEAST = 2.5  # the width of a bar that would be thinner to scale
EXACT = 1.0  # how far a bar may be from where its addresses stand
BLOCK = re.compile(r"[bn]-([0-9a-f]+)-(\d+)(?:-of-(\d+))?(?:-to-([0-9a-f]+))?$")
REGION = re.compile(r"r-(?:map|tree|map-tree)-([0-9a-f]+)-([0-9a-f]+)$")
VIEWS = ("map", "tree")
Named = Tuple[str, Rect]


def strip_faults(figure: Figure) -> Iterator[str]:
    """Every rule of a good map or tree that this figure breaks; none for a figure without either."""
    for view in VIEWS:
        yield from _misplaced(figure, view)
        yield from _crowded(figure, view)
        yield from _struck(figure, view)


def bars(figure: Figure, view: str) -> Dict[str, Tuple[int, int, Part]]:
    """The bars of blocks by key: from which address to which, and the part."""
    found = {}
    for part in figure.of(view):
        match = BLOCK.match(part.key)
        if match:
            start, order = int(match.group(1), 16), int(match.group(2))
            stop = start + int(match.group(3) or 1 << order)
            stop = int(match.group(4), 16) if match.group(4) else stop
            found[part.key] = (start, stop, part)
    return found


def _span(figure: Figure, view: str, start: int, stop: int) -> Optional[Tuple[float, float]]:
    """From where to where the addresses stand, by the region that holds them."""
    for part in figure.of("region"):
        match = REGION.match(part.key)
        if match and view in part.kinds:
            first, end = int(match.group(1), 16), int(match.group(2), 16)
            if first <= start and stop <= end:
                scale = (part.rect.right - part.rect.left) / (end - first)
                return part.rect.left + scale * (start - first), part.rect.left + scale * (stop - first)
    return None


def _misplaced(figure: Figure, view: str) -> Iterator[str]:
    """Bars that do not stand where their addresses are."""
    for key, (start, stop, part) in bars(figure, view).items():
        span = _span(figure, view, start, stop)
        if span is None:
            if len(figure.of("region")) and "-to-" not in key:
                yield f"{key}: stands in no region"
            continue
        exact = "-to-" not in key and span[1] - span[0] >= LEAST
        slack = EXACT if exact else EXACT + LEAST
        if abs(part.rect.left - span[0]) > slack or abs(part.rect.right - span[1]) > slack:
            yield f"{key}: is not where its addresses are"


def _crowded(figure: Figure, view: str) -> Iterator[str]:
    """Bars that overlap bars, labels that overlap labels or the bars of others."""
    blocks = [(key, part.rect) for key, (_, _, part) in bars(figure, view).items()]
    blocks += [(part.key, part.rect) for part in figure.of("unknown") if view in part.kinds and part.key[0] == "u"]
    for (one, _), (two, _) in meetings(blocks):
        yield f"{one}: overlaps {two}"
    texts = [
        (part.key, around([(r.left, r.top) for r in (*part.rects, *(t.rect for t in part.texts))] + _ends(part)))
        for part in figure.of("label", "text")
        if view in part.kinds
    ]
    for (one, _), (two, _) in meetings(texts):
        yield f"{one}: overlaps {two}"
    frame = next((part.rect for part in figure.of("frame") if view in part.kinds), None)
    for (one, rect), (two, other) in meetings(texts, blocks):
        if not (one.endswith(two) and other.grown(0.6).contains(rect)):
            yield f"{one}: lies on {two}"
    for key, rect in texts:
        if frame and not frame.contains(rect):
            yield f"{key}: leaves its frame"


def meetings(some: Sequence[Named], others: Optional[Sequence[Named]] = None) -> Iterator[Tuple[Named, Named]]:
    """The pairs of one and another that overlap, or of one of `some` and one of `others`.

    From left to right, each is held against those alone that still reach over its left side: a few of each row.
    """
    every = [(each, 0) for each in some] + [(each, 1) for each in others or ()]
    open: List[Tuple[Named, int]] = []
    for each, side in sorted(every, key=lambda item: item[0][1].left):
        open = [item for item in open if item[0][1].right > each[1].left]
        for other, another in open:
            if (others is None or side != another) and each[1].meets(other[1]):
                yield (other, each) if another <= side else (each, other)
        open.append((each, side))


def _ends(part: Part) -> List[Tuple[float, float]]:
    return [(r.right, r.bottom) for r in (*part.rects, *(text.rect for text in part.texts))]


def _struck(figure: Figure, view: str) -> Iterator[str]:
    """Labels that a line runs through."""
    labels = [part for part in figure.of("label", "text") if view in part.kinds]
    texts = [(part.key, text.rect.grown(-1)) for part in labels for text in part.texts]
    for line in figure.lines.values():
        if view in line.kinds:
            whole = around([point for path in line.paths for point in path])
            near = [(key, rect) for key, rect in texts if _touches(whole, rect)]
            for path in line.paths if near else ():
                for stretch in (around([a, b]) for a, b in zip(path, path[1:])):
                    yield from (f"{line.key}: runs through {key}" for key, rect in near if _touches(stretch, rect))


def _touches(one: Rect, other: Rect) -> bool:
    return one.left <= other.right and other.left <= one.right and one.top <= other.bottom and other.top <= one.bottom
