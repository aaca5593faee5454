"""Says what is wrong with a figure as it was rendered, from coordinates alone.

`faults` is for any SVG file that show-list or show-freelists wrote, whoever made the snapshot.
"""

from __future__ import annotations

from itertools import combinations
from typing import Iterator, List, Optional, Tuple

from buddylab.draw.figure.palette import LIGHT
from unit.drawing import Figure, Line, Part, Point, Rect, around, center, distance, read
from unit.heap_figure import strip_faults

NEAR = 3.0  # how far an arrow's tip may be from the border of its box
APART = 3.0  # how far parallel stretches, and tips, must be from each other
GAP = (5.0, 10.0)  # from the cross of a broken arrow to either end of its pieces


def faults(svg: str) -> List[str]:
    """Every rule of a good figure that this one breaks, a sentence each; empty for a good figure."""
    return rules(read(svg))


def rules(figure: Figure) -> List[str]:
    """The same of a figure that was read already."""
    return [
        *_wrong_ends(figure),
        *_missing_arrows(figure),
        *_broken(figure),
        *_links_back(figure),
        *_entered(figure),
        *_shared(figure),
        *_overflowing(figure),
        *_overlapping(figure),
        *_outside(figure),
        *strip_faults(figure),
    ]


def _arrows(figure: Figure) -> List[Line]:
    """The arrows between boxes."""
    return [line for line in figure.arrows if line.key.startswith(("e-", "b-", "o-"))]


def _source(figure: Figure, arrow: Line) -> Part:
    """The box that the arrow comes from: that of a word, or of words left out."""
    return figure.parts.get("w" + arrow.key[1:]) or figure.parts[arrow.key[2:]]


def _target(figure: Figure, arrow: Line) -> Optional[Part]:
    """The box whose address stands in the word that the arrow comes from."""
    source = _source(figure, arrow)
    if "more" in source.kinds:
        return min(figure.of("word"), key=lambda box: max(0.0, box.rect.left - arrow.tip[0]) + _off(box, arrow))
    word = source.word
    if arrow.key.startswith("b-"):
        return _at(figure, _value(source))
    if arrow.key.startswith("o-"):
        return _was_at(figure, source, arrow)
    if word is None or not word.content.startswith("0x"):
        return None
    if "ghost" in arrow.kinds:
        return figure.parts.get("ghost") or figure.parts.get("ghost" + arrow.key[1:])
    value = int(word.content, 16)
    hidden = [box for box in figure.of("more") if "cycle" in arrow.kinds or int(box.texts[0].content, 16) <= value]
    ended = [box for box in hidden if box.rect.grown(NEAR).holds(arrow.tip)]  # of several, one may stand for it
    return _at(figure, value) or next(iter(ended or hidden), None)


def _at(figure: Figure, value: Optional[int]) -> Optional[Part]:
    """The box that a pointer of this value means; words of a list may lie some bytes into their nodes."""
    return None if value is None else figure.parts.get(f"w-{value + figure.offset:x}")


def _was_at(figure: Figure, source: Part, arrow: Line) -> Optional[Part]:
    """The box that a word pointed at before: what is there now, or the dashed one of what was; of several the nearest.

    A dashed box does not show what it held, so that any may be meant.
    """
    boxes = [box for box in figure.boxes if box is not source and box.texts[0].content.startswith("0x")]
    if source.note is not None:
        value = int(source.note.content.split("was ")[1], 16)
        boxes = [box for box in boxes if int(box.texts[0].content, 16) == value]
    return min(boxes, key=lambda box: _off(box, arrow), default=None)


def _value(box: Part) -> Optional[int]:
    """The link back that stands below the word."""
    said = box.back.content.split()[1] if box.back else ""
    return 0 if said == "null" else int(said, 16) if said.startswith("0x") else None


def _off(box: Part, arrow: Line) -> float:
    """How far an arrow's tip is from the border of a box, however wide the box is."""
    (x, y), rect = arrow.tip, box.rect
    return distance((min(max(x, rect.left), rect.right), min(max(y, rect.top), rect.bottom)), (x, y))


def _wrong_ends(figure: Figure) -> Iterator[str]:
    for arrow in _arrows(figure):
        source, target = _source(figure, arrow), _target(figure, arrow)
        cell = source.rect if "more" in source.kinds else source.word_cell
        if arrow.key.startswith("b-"):
            cell = source.cell(source.back) if source.back else around([])
        if arrow.key.startswith("o-") and "ghost" not in source.kinds:
            cell = source.cell(source.note) if source.note else around([])
        if not cell.grown(0.5).holds(arrow.tail):
            yield f"{arrow.key}: its tail is not on its word"
        if "broken" in arrow.kinds and not arrow.headed:
            if target is not None:
                yield f"{arrow.key}: ends before {target.key}"
        elif target is None:
            yield f"{arrow.key}: no box has the address that its word holds"
        elif not _at_border(target, arrow.tip):
            yield f"{arrow.key}: its tip is not at the border of {target.key}"
        elif target.note and arrow.tip[1] > target.word_cell.grown(1).bottom + NEAR:  # the border is drawn inside
            yield f"{arrow.key}: ends at what the word of {target.key} was"
    for line in figure.lines.values():
        if "pointer" in line.kinds:
            tag, box = figure.parts["p" + line.key[1:]], figure.parts["w" + line.key[1:]]
            if not (tag.rect.grown(1).holds(line.tail) and box.rect.grown(NEAR).holds(line.tip)):
                yield f"{line.key}: does not lead from its tag to its box"


def _at_border(box: Part, tip: Point) -> bool:
    """Whether an arrow ends at a box; below its word there may be less than its whole width."""
    return any(rect.grown(NEAR).holds(tip) for rect in box.rects) and not any(
        rect.grown(-NEAR).holds(tip) for rect in box.rects
    )


def _missing_arrows(figure: Figure) -> Iterator[str]:
    for box in figure.of("word"):
        word = box.word
        key = "e" + box.key[1:]
        if word is None or "blank" in box.kinds:
            if (word is None) != ("blank" in box.kinds):
                yield f"{box.key}: {'shows no word' if word is None else 'shows a word'}"
        elif "null" in box.kinds:
            sign = [figure.lines.get(letter + box.key[1:]) for letter in "eg"]
            points = [point for line in sign if line for path in line.paths for point in path]
            if None in sign or not all(box.word_cell.holds(point) for point in points):
                yield f"{box.key}: null is not drawn as an end"
            if points and around(points).meets(word.rect):
                yield f"{box.key}: the sign of its end lies on its word"
        elif (
            word.content.startswith("0x") and f"w-{int(word.content, 16):x}" in figure.parts and key not in figure.lines
        ):
            yield f"{box.key}: its arrow is missing"


def _broken(figure: Figure) -> Iterator[str]:
    """Broken arrows must be seen to be so without their colour: two pieces, or a stub, and a cross in between."""
    for arrow in _arrows(figure):
        if "broken" not in arrow.kinds:
            continue
        cross = figure.lines.get("x" + arrow.key[1:])
        if cross is None or len(cross.paths) != 2:
            yield f"{arrow.key}: is broken and has no cross"
            continue
        centre = center(around([point for path in cross.paths for point in path]))
        ends = [arrow.paths[0][-1], *(path[0] for path in arrow.paths[1:])]
        if len(ends) != 1 + arrow.headed or not all(GAP[0] <= distance(end, centre) <= GAP[1] for end in ends):
            yield f"{arrow.key}: its cross is not in a gap"
        if any(box.rect.grown(1).holds(point) for box in figure.boxes for path in cross.paths for point in path):
            yield f"{arrow.key}: its cross lies on a box"
        if {arrow.colour, cross.colour} != {LIGHT["warning"]}:
            yield f"{arrow.key}: is not in the warning colour"


def _links_back(figure: Figure) -> Iterator[str]:
    """Where links back are shown, those and only those that disagree with the list have an arrow, a broken one."""
    before = {}
    for arrow in _arrows(figure):
        target = _target(figure, arrow)
        if target is not None and {"head", "link"} & set(arrow.kinds):
            before[target.key] = _source(figure, arrow)
    for box in figure.of("word"):
        if box.back is None or box.key not in before or "more" in before[box.key].kinds:
            continue
        meant, found = before[box.key], _value(box)
        at = None if found is None else _at(figure, found)
        last = at is not None and "null" in at.kinds  # the first node's may lead to the last one of a list that ends
        right = (at is not None and at is meant) or ("head" in meant.kinds and (found == 0 or last))
        if right == ("b" + box.key[1:] in figure.lines):
            yield f"{box.key}: its link back is {'right' if right else 'wrong'}, and not drawn so"


def _entered(figure: Figure) -> Iterator[str]:
    """Arrows through a box, a tag or a text that is not theirs."""
    solid = [(part.key, part.rect) for part in figure.boxes + figure.of("pointer")]
    solid += [(part.key, text.rect) for part in figure.of("text") for text in part.texts]
    for arrow in _arrows(figure):
        source, target = _source(figure, arrow).key, _target(figure, arrow)
        whole = around([point for segment in arrow.segments for point in segment])
        near = [(key, rect) for key, rect in solid if _crosses(whole, rect.grown(NEAR))]
        for at, segment in enumerate(arrow.segments):
            bounds = around(list(segment))
            for key, rect in near:
                if key == source and at <= 1:
                    continue  # it starts in there
                if target and key == target.key:
                    through = any(_crosses(bounds, cell.grown(-NEAR)) for cell in target.rects)
                else:
                    through = _crosses(bounds, rect.grown(-0.2))
                if through:
                    yield f"{arrow.key}: runs through {key}"


def _crosses(bounds: Rect, rect: Rect) -> bool:
    return (
        bounds.left < rect.right and rect.left < bounds.right and bounds.top < rect.bottom and rect.top < bounds.bottom
    )


def _shared(figure: Figure) -> Iterator[str]:
    """Arrows that run on top of each other or of a frame's border, or arrive at the same point."""
    upright = [(arrow.key, part) for arrow in _arrows(figure) for part in _stretches(arrow, 0)]
    level = [(arrow.key, part) for arrow in _arrows(figure) for part in _stretches(arrow, 1)]
    for frame in figure.of("frame"):
        rect = frame.rect
        upright += [(frame.key, (x, rect.top, rect.bottom)) for x in (rect.left, rect.right)]
        level += [(frame.key, (y, rect.left, rect.right)) for y in (rect.top, rect.bottom)]
    for stretches in (sorted(upright, key=lambda s: s[1]), sorted(level, key=lambda s: s[1])):
        for at, (key, (where, start, end)) in enumerate(stretches):
            for other, (there, first, last) in stretches[at + 1 :]:
                if there - where >= APART:
                    break
                if key != other and min(end, last) - max(start, first) > 0.5 and not (key[:1] == other[:1] == "f"):
                    yield f"{key}: shares a stretch with {other}"
    for one, two in combinations(_arrows(figure), 2):
        if distance(one.tip, two.tip) < APART:
            yield f"{one.key}: arrives where {two.key} does"


def _stretches(arrow: Line, axis: int) -> Iterator[Tuple[float, float, float]]:
    """The straight stretches along an axis (0: upright, 1: level): where they are, start, end."""
    for a, b in arrow.segments:
        if abs(a[axis] - b[axis]) < 0.1 and abs(a[1 - axis] - b[1 - axis]) > 0.5:
            yield a[axis], min(a[1 - axis], b[1 - axis]), max(a[1 - axis], b[1 - axis])


def _overflowing(figure: Figure) -> Iterator[str]:
    for part in figure.boxes + figure.of("pointer"):
        for text in part.texts:
            cells = [rect for rect in part.rects if rect.holds(center(text.rect))]
            if not any(cell.grown(0.5).contains(text.rect) for cell in cells):
                yield f"{part.key}: {text.content!r} leaves its cell"


def _overlapping(figure: Figure) -> Iterator[str]:
    solid = figure.boxes + figure.of("pointer")
    for one, two in combinations(solid, 2):
        if one.rect.meets(two.rect):
            yield f"{one.key}: overlaps {two.key}"
    for one, two in combinations(figure.of("frame"), 2):
        if one.rect.meets(two.rect):
            yield f"{one.key}: overlaps {two.key}"
    for text in figure.of("text"):
        for line in text.texts:
            for part in solid:
                if line.rect.meets(part.rect):
                    yield f"{text.key}: lies on {part.key}"
            for frame in figure.of("frame"):
                if line.rect.meets(frame.rect) and not frame.rect.contains(line.rect):
                    yield f"{text.key}: crosses the border of {frame.key}"
    for box in figure.of("word"):
        if not any(frame.rect.contains(box.rect) for frame in figure.of("frame")):
            yield f"{box.key}: lies in no frame"


def _outside(figure: Figure) -> Iterator[str]:
    room = figure.view.grown(0.5)
    for part in figure.parts.values():
        if not all(room.contains(rect) for rect in part.rects + [text.rect for text in part.texts]):
            yield f"{part.key}: leaves the figure"
    for line in figure.lines.values():
        if not all(room.holds(point) for path in line.paths for point in path):
            yield f"{line.key}: leaves the figure"
