"""Makes the scene of a heap: its chains, its map, its tree, or all three in one figure."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import List, Sequence

from buddylab.draw.bars import board, legend
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import MARGIN, TEXT, Rect, text_height
from buddylab.draw.figure.gutters import FRAME_GAP
from buddylab.draw.figure.layout import NARROWEST, breadth
from buddylab.draw.figure.panel import Bar, Panel, Text
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views import heap_map, heap_tree
from buddylab.draw.views.block_states import States
from buddylab.draw.views.heap_chains import VIEW, Chains
from buddylab.draw.words import compared, heap_text, spelling
from buddylab.heap_model import HeapSnapshot

BESIDE = 2  # chains of at most so many columns stand left of map and tree, for a figure that fits a screen
NARROW = 910.0  # the frames of map and tree then


def scene(snapshot: HeapSnapshot, view: str) -> Scene:
    """The scene of a heap; `view` is chains, map, tree or all."""
    title, caption = heap_text.title(snapshot), tuple(heap_text.caption(snapshot))
    result = Scene(title, caption, 0, (), (), ())
    panels: List[Panel] = []
    left, wide, beside = MARGIN, board.BREADTH, False
    if view in ("chains", "all"):
        chains = Chains(snapshot)
        boxes = tuple(chains.boxes.values())
        columns = 1 + max((box.column for box in boxes), default=-1)
        result = Scene(title, caption, columns, boxes, tuple(chains.arrows), tuple(chains.frames))
        beside = view == "all" and 0 < columns <= BESIDE
        own = breadth(result) if beside or (view == "chains" and boxes) else max(wide, breadth(result))
        result = replace(result, breadth=own)
        panels += [_line(f"empty: {_named(chains.folded)}", own)] if chains.folded else []
        panels += [_line("the other orders: not shown", own)] if snapshot.order is not None else []
        left, wide = (MARGIN + own + FRAME_GAP, NARROW) if beside else (MARGIN, own)
    if view in ("map", "tree", "all"):
        states = States(snapshot)
        field = board.field(
            states.regions, left, wide, beside, partial(spelling.address, snapshot.places), snapshot.places is not None
        )
        panels += [heap_map.panel(states, field)] if view != "tree" else []
        panels += [heap_tree.panel(states, field)] if view != "map" else []
    if snapshot.difference is not None and snapshot.difference.title is not None:
        kinds = [kind for each in result.boxes for kind in each.kinds]
        kinds += [kind for arrow in result.arrows for kind in arrow.kinds]
        samples = compared.heap_legend(snapshot.difference, view, kinds)
        wide = max([result.breadth, NARROWEST - 2 * MARGIN, *(bar.rect.right - MARGIN for bar in _frames(panels))])
        result = replace(result, breadth=wide if view == "chains" else result.breadth)
        panels += [legend.legend(samples, wide)] if samples else []
    return replace(result, panels=tuple(panels))


def _frames(panels: Sequence[Panel]) -> List[Bar]:
    return [bar for panel in panels for bar in panel.bars if "frame" in bar.kinds]


def _line(said: str, wide: float) -> Panel:
    """A frame of its own for what is said of the lists that have none."""
    lines = measure.wrap(said, wide - 2 * board.INDENT, TEXT)
    height = text_height(1, TEXT)
    frame = Rect(MARGIN, 0, MARGIN + wide, 2 * board.PAD + height * len(lines))
    panel = Panel(VIEW, frame.height, bars=[Bar("f-empty", frame, ("frame",), "frame", "frame-line", "rounded")])
    for number, line in enumerate(lines):
        top = board.PAD + number * height
        rect = Rect(MARGIN + board.INDENT, top, frame.right - board.INDENT, top + height)
        key = f"t-empty-{number}"
        panel.texts.append(Text(key, rect, ("text",), line, "quiet", "frame", TEXT, "left", mono=False))
    return panel


def _named(orders: Sequence[int]) -> str:
    """Orders with neighbours joined: orders 0 to 2, 6, and 8 to 31."""
    runs: List[List[int]] = []
    for order in orders:
        if runs and runs[-1][-1] == order - 1:
            runs[-1].append(order)
        else:
            runs.append([order])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ("order " if len(orders) == 1 else "orders ") + ", ".join(names)
