"""The tree of a heap: its memory halved and halved again, one row a level, buddies side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from buddylab.draw.bars.axis import Axis
from buddylab.draw.bars.board import Board, field
from buddylab.draw.bars.labels import Occupied
from buddylab.draw.bars.strips import LEAST, Row, Strip, fewer
from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import Rect, even
from buddylab.draw.figure.panel import Panel, Stroke, Text
from buddylab.draw.views.block_states import Place, States
from buddylab.draw.views.tree_nodes import Rung, Tree
from buddylab.heaps.tree import Tree as BuddyTree
from buddylab.spelling import human

TITLE = "tree: the two halves of a block are buddies, whose addresses differ in one bit"
COUNTED = "tree: the two halves of a block are buddies, whose distances from {} differ in one bit"
BYTES = "tree: each byte is the order of the largest free block in its part, 0 for none"
NOTE = 22  # characters of the note at the end of a level
Said = Tuple[Tuple[str, ...], str]  # the texts of a bar, the best first, and its meaning

STEPS = 24  # more arrows than that between two levels are left out


def panel(states: States, left: float, breadth: float) -> Panel:
    """The whole tree."""
    tree = Tree(states)
    shown = fewer([_row(tree, order) for order in tree.levels()], states.rows)
    place = field(states.regions, left, breadth, states.sizes, states.spelling.address, states.spelling.relative)
    title = TITLE if states.heap.tree is None else BYTES
    title = title if not states.heap.base else COUNTED.format(states.at(states.heap.base))
    board = Board("tree", title, shown, place)
    climb(board, shown, tree, place.axis, "marked")
    return board.finish(states.regions)


def climb(board: Board, rows: Sequence[Row], tree: Tree, axis: Axis, hang: str) -> None:
    """Draws the levels, and the arrows between them; `hang` says whose labels may hang below one without arrows."""
    sizes, orders = board.sizes, {f"tree-{order}": order for order in tree.levels()}
    keys = {row.key for row in rows}
    steps = {order: each for order, each in _shown(tree.rungs, axis).items() if f"tree-{order + 1}" in keys}
    for row in rows:
        order = orders.get(row.key, -1)
        if order in steps:
            _steps(board, steps[order], axis, tree.states.at)
        board.row(row, sizes.ladder if order in steps else sizes.between, "none" if order - 1 in steps else hang)


def _shown(rungs: Sequence[Rung], axis: Axis) -> Dict[int, List[Rung]]:
    """The rungs that get arrows, by the order of their halves."""
    found: Dict[int, List[Rung]] = defaultdict(list)
    for rung in rungs:
        if axis.part(rung.address, rung.address + (2 << rung.order)):
            found[rung.order].append(rung)
    return {order: rungs for order, rungs in found.items() if len(rungs) <= STEPS}


def _row(tree: Tree, order: int) -> Row:
    """One level."""
    strips = tuple(strip(tree, place) for place in tree.level(order))
    word = "bit" if tree.states.heap.tree is None else "order"
    return Row(f"tree-{order}", f"{word} {order} · {human(1 << order)}", counted(tree, order), strips)


def counted(tree: Tree, order: int) -> str:
    """The note at the end of a level: how many nodes are in which state."""
    counts = sorted(tree.counts(order).items())
    note = ", ".join(f"{number} {state}" for state, number in counts)
    if measure.cells(note) > NOTE:
        note = ", ".join(f"{number} {state}" for state, number in counts if state != "split")
    return measure.shorten(note, NOTE)


def strip(tree: Tree, place: Place) -> Strip:
    """The bar of a node."""
    (address, order), state = place, tree.nodes[place]
    mark = tree.marks.get(place, "")
    key = f"n-{address:x}-{order}"
    pointers = tree.states.pointers.get(place, ()) if state == "taken" else ()
    said = partial(_said, place, state, mark, tree.states.at, *pointers[:1])
    return spelt(tree, place, Strip(key, address, address + (1 << order), state, said, mark, names=pointers))


def spelt(tree: Tree, place: Place, bar: Strip) -> Strip:
    """The bar; that of a buddy tree says the byte of its node too."""
    bytes_of = tree.states.heap.tree
    return bar if bytes_of is None else replace(bar, say=partial(_with_byte, bar.say, place, bytes_of))


def _with_byte(said: Callable[[], Said], place: Place, tree: BuddyTree) -> Said:
    """The same, with the byte that a buddy tree has for that node."""
    texts, meaning = said()
    node = tree.node(place)
    byte = f"node[{node}] = {tree.nodes[node]}"
    return (*[f"{byte} · {text}" for text in texts], byte, str(tree.nodes[node])), f"{byte}: {meaning}"


def _said(place: Place, state: str, mark: str, named: Callable[[int], str], pointer: str = "") -> Said:
    """The texts and the meaning of a node's bar."""
    address, order = place
    word = {"taken": "handed out", "unknown": "not free, boundaries unknown", "was": ""}.get(state, state)
    at = named(address)
    texts = (f"{word} · {at}", word, *(["not free"] if state == "unknown" else [])) if word else (at,)
    if mark:
        texts = (f"{mark} · {at}", mark) if mark != state else (f"{mark} now · {at}", f"{mark} now", mark)
    if pointer:
        front = f"{mark or word} · {pointer}"
        texts = f"{front} · {at}", front, mark or word
    said = "no longer a block of its own" if state == "was" else word
    meaning = f"{at}, {human(1 << order)}: {said}" + (f", {mark} since the earlier stop" if mark else "")
    return tuple(texts), meaning


def _steps(board: Board, rungs: List[Rung], axis: Axis, named: Callable[[int], str]) -> None:
    """The arrows between two levels, and beside them in which bit the halves differ."""
    top, bottom, letters = board.y, board.y + board.sizes.ladder, board.sizes.label
    arrows: List[Tuple[Rung, List[float]]] = []
    for rung in sorted(rungs, key=lambda rung: rung.address):
        part = axis.part(rung.address, rung.address + (2 << rung.order))
        assert part is not None
        xs = [part.x(half + (1 << rung.order >> 1)) for half in rung.halves]
        if len(xs) > 1 and xs[-1] - xs[0] < 2 * LEAST + 6:
            xs = [sum(xs) / len(xs)]
        arrows.append((rung, xs))
    taken = Occupied([(x - 5, x + 5) for _, xs in arrows for x in xs])
    for rung, xs in arrows:
        up = rung.kind == "merged"
        lines = tuple(((x, bottom), (x, top + 1)) if up else ((x, top), (x, bottom - 1)) for x in xs)
        key = f"d-{rung.address:x}-{rung.order}"
        said = _texts(rung, named)
        board.panel.strokes.append(Stroke(key, lines, ("step", rung.kind), "changed-line", 1.6, True, said[0]))
        spot = _spot(xs, said, taken, board)
        if spot:
            left, text = spot
            air = (board.sizes.ladder - letters) // 2 - 2
            right = left + even(measure.width(text, letters, measure.SANS) + 4)
            rect = Rect(left, top + air, right, bottom - air)
            kinds = ("label", "rung")
            board.panel.texts.append(Text("l" + key, rect, kinds, text, "changed-ink", "region", letters, mono=False))


def _texts(rung: Rung, named: Callable[[int], str]) -> List[str]:
    """What may stand at its arrows, the best first."""
    low, high = named(rung.address), named(rung.address + (1 << rung.order))
    return [
        f"{low} and {high} differ in bit {rung.order} only",
        f"differ in bit {rung.order} only",
        f"bit {rung.order}",
    ]


def _spot(xs: List[float], texts: List[str], taken: Occupied, board: Board) -> Optional[Tuple[float, str]]:
    """Where a text stands: between its arrows, right of them, or left of them."""
    for text in texts:
        width = even(measure.width(text, board.sizes.label, measure.SANS) + 4)
        between = [(xs[0] + xs[-1] - width) / 2] if len(xs) > 1 else []
        for left in [*between, xs[-1] + 8, xs[0] - 8 - width]:
            if left >= board.axis.left and left + width <= board.axis.right and taken.free(left, left + width):
                taken.take(left, left + width)
                return left, text
    return None
