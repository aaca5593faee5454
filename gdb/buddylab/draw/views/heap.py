"""Makes the scene of a heap: its chains, its map, its tree, or all three in one figure."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from buddylab import spelling
from buddylab.draw.bars import board, legend
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even
from buddylab.draw.figure.panel import Bar, Panel, Text
from buddylab.draw.figure.scene import Frame, Scene, Slot
from buddylab.draw.figure.sizes import ROOMY, ROWS, Sizes
from buddylab.draw.views import choice
from buddylab.draw.views.block_states import States
from buddylab.draw.views.heap_chains import Chains
from buddylab.draw.words import compared, heap_text
from buddylab.heaps.heap_model import HeapSnapshot

BESIDE = 3  # chains of at most so many columns stand left of map and tree, for a figure that fits a screen
NARROW = 910.0  # the frames of map and tree then


def scene(snapshot: HeapSnapshot, view: str) -> Scene:
    """The scene of a heap; `view` is one of choice.VIEWS, or "" for the usual one."""
    parts = choice.parts(view, snapshot.heap.tree is not None)
    result = Scene(heap_text.title(snapshot), tuple(heap_text.caption(snapshot)), 0, (), (), ())
    if choice.CHAINS in parts:
        result = _with_chains(snapshot, result, 2 if parts == (choice.CHAINS,) else 1)
    panels = [choice.PANELS[name].panel for name in parts if name in choice.PANELS and snapshot.heap.is_made]
    place, breadth = ("beside", NARROW) if 0 < result.columns <= BESIDE else ("below", board.BREADTH)
    states = States(snapshot) if panels else None
    slots = [Slot(partial(panel, states), breadth, place) for panel in panels]
    if snapshot.difference is not None and snapshot.difference.title is not None:
        kinds = [kind for box in result.boxes for kind in box.kinds]
        kinds += [kind for arrow in result.arrows for kind in arrow.kinds]
        samples = compared.heap_legend(snapshot.difference, kinds, bool(panels))
        slots += [Slot(partial(legend.legend, samples, ROOMY), legend.LEAST, "across")] if samples else []
    return replace(result, panels=(*result.panels, *slots))


def _with_chains(snapshot: HeapSnapshot, scene: Scene, stacks: int) -> Scene:
    """`scene` with the chains; or with a line that says that there are none."""
    chains = Chains(snapshot, stacks)
    if not chains.boxes:
        said = f"empty: {spelling.plural(len(chains.folded), 'order')} {spelling.runs(chains.folded)}"
        slots = (Slot(partial(_line, said, ROOMY)),) if chains.folded else ()
        return replace(scene, panels=slots, breadth=board.BREADTH)
    title = "" if snapshot.order is None else "the other orders: not shown"
    last = max(box.row for box in chains.boxes.values())
    return replace(
        scene,
        columns=chains.columns,
        boxes=tuple(chains.boxes.values()),
        arrows=tuple(chains.arrows),
        frames=(Frame(f"f-{choice.CHAINS}", title, 0, last, kinds=(choice.CHAINS,)),),
        asides=tuple(chains.asides),
        sizes=ROWS,
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
