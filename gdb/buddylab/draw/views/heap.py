"""Makes the scene of a heap: its chains, its map, its tree, or all three in one figure."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Callable, Optional

from buddylab import spelling
from buddylab.draw.bars import board, legend
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even
from buddylab.draw.figure.layout import WIDEST, breadth
from buddylab.draw.figure.panel import Bar, Panel, Text
from buddylab.draw.figure.scene import Frame, Scene, Slot
from buddylab.draw.figure.sizes import Sizes
from buddylab.draw.views import blank, choice, heap_none
from buddylab.draw.views.block_states import States
from buddylab.draw.views.heap_chains import Chains
from buddylab.draw.views.style import USUAL, Style
from buddylab.draw.words import compared, heap_text
from buddylab.heaps.heap_model import HeapSnapshot

Made = Callable[[Sizes, int], States]  # in which sizes, and how many rows
BARS = 600.0  # their breadth right of the chains, at least
HIGH = 8  # rows of chains in one stack beside bars, which are about as high
NONE = 392.0  # the frame of a heap that was not made yet


def scene(snapshot: HeapSnapshot, view: str, style: Style = USUAL, made: Optional[Made] = None) -> Scene:
    """The scene of a heap; `view` is one of choice.VIEWS, or "" for the usual one.

    `made` gives the states of its blocks to who draws it in several ways.
    """
    parts = choice.parts(view, snapshot.heap)[: style.parts or None]
    result = Scene(heap_text.title(snapshot), tuple(heap_text.caption(snapshot)), 0, (), (), (), sizes=style.sizes)
    heap = snapshot.heap
    if not heap.is_made and heap.is_one and not heap.problems:
        said = (
            f"{heap.label}: {'no memory' if heap.zone else 'no lists yet' if heap.tree is None else 'no memory yet'}",
        )
        slot = Slot(partial(heap_none.panel, said, style.sizes), NONE)
        return replace(result, panels=(slot,), breadth=NONE)
    panels = choice.panels(parts) if heap.is_made else []
    panels = [partial(blank.panel, snapshot)] if panels and snapshot.blank else panels
    place, room = "below", style.breadth or board.BREADTH
    if choice.CHAINS in parts:
        narrow = _narrow(snapshot, result, style) if panels and not style.fits else None
        place, room = ("beside", BARS) if narrow else (place, room)
        result = narrow or _with_chains(snapshot, result, style)
    if place == "beside":
        result = replace(result, caption=(" ".join(result.caption),))
    slots = []
    if panels:
        states = made(style.sizes, style.rows) if made else States(snapshot, style.sizes, style.rows)
        slots = [Slot(partial(states.drawn, panel), room, place) for panel in panels]
    if snapshot.difference is not None and snapshot.difference.title is not None and not style.sizes.bare:
        kinds = [kind for box in result.boxes for kind in box.kinds]
        kinds += [kind for arrow in result.arrows for kind in arrow.kinds]
        samples = compared.heap_legend(snapshot.difference, kinds, bool(panels), heap.zone is not None)
        least = style.breadth or legend.LEAST
        slots += [Slot(partial(legend.legend, samples, style.sizes), least, "across")] if samples else []
    return replace(result, panels=(*result.panels, *slots))


def _narrow(snapshot: HeapSnapshot, scene: Scene, style: Style) -> Optional[Scene]:
    """`scene` with the chains in the first way that leaves bars their room beside it; None where none does."""
    one = replace(style, stacks=1)
    found = _with_chains(snapshot, scene, replace(one, low=True))
    ways = [replace(style, stacks=2)] if found.rows > HIGH else []
    for way in (*ways, replace(one, low=True), one):
        found = _with_chains(snapshot, scene, way)
        if found.boxes and breadth(found) + BARS <= WIDEST:
            return found
    return None


def _with_chains(snapshot: HeapSnapshot, scene: Scene, style: Style) -> Scene:
    """`scene` with the chains; or with a line that says that there are none."""
    if snapshot.blank:
        return blank.chains(snapshot, scene, style)
    chains = Chains(snapshot, style)
    if not chains.boxes:
        said = f"empty: {spelling.plural(len(chains.folded), 'order')} {spelling.runs(chains.folded)}"
        slots = (Slot(partial(_line, said, style.sizes)),) if chains.folded else ()
        return replace(scene, panels=slots, breadth=style.breadth or board.BREADTH)
    title = "" if snapshot.order is None else "the other orders: not shown"
    last = max(box.row for box in chains.boxes.values())
    noun = "order" if snapshot.heap.zone is None else "list"
    cut = (spelling.count(len(chains.cut), noun),) if chains.cut else ()
    return replace(
        scene,
        columns=chains.columns,
        boxes=tuple(chains.boxes.values()),
        arrows=tuple(chains.arrows),
        frames=(Frame(f"f-{choice.CHAINS}", title, 0, last, kinds=(choice.CHAINS,)),),
        asides=tuple(chains.asides),
        sizes=style.table,
        left_out=cut,
    )


def _line(said: str, sizes: Sizes, left: float, breadth: float) -> Panel:
    """A frame of its own for what is said of the lists that have none."""
    lines, height = measure.wrap(said, breadth - 2 * sizes.side, sizes.text), board.line_height(sizes)
    frame = Rect(left, 0, left + breadth, 2 * board.PAD + height * len(lines))
    panel = Panel(
        choice.CHAINS, frame.height, bars=[Bar("f-empty", frame, ("frame",), "frame", "frame-line", "rounded")]
    )
    for number, line in enumerate(lines):
        start, top = left + sizes.side, board.PAD + number * height
        rect = Rect(start, top, start + even(measure.width(line, sizes.text, measure.SANS)), top + height)
        key = f"t-empty-{number}"
        panel.texts.append(Text(key, rect, ("text",), line, "quiet", "frame", sizes.text, "left", mono=False))
    return panel
