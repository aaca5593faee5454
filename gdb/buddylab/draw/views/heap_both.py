"""Map and tree of a heap in one: a row a level, the bars of blocks as on the map, halves and arrows as on the tree."""

from __future__ import annotations

from typing import Dict, List

from buddylab.draw.bars.board import Board, field, snug
from buddylab.draw.bars.strips import Row, Strip, fewer
from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.sizes import close
from buddylab.draw.views import heap_map, heap_tree
from buddylab.draw.views.block_states import States
from buddylab.draw.views.tree_nodes import Tree

NAME = "map-tree"
TITLE = "map and tree: blocks to scale, buddies side by side"
BYTES = "map and tree: each byte is the order of the largest free block in its part, 0 for none"


def panel(states: States, left: float, breadth: float) -> Panel:
    """Both."""
    tree = Tree(states)
    rows = fewer(_rows(tree), states.rows)
    sizes = snug(close(states.sizes), rows)
    place = field(states.regions, left, breadth, sizes, states.spelling.address, states.spelling.relative)
    title = " · ".join([TITLE if states.heap.tree is None else BYTES, *heap_map.handed_out(states)])
    board = Board(NAME, title, rows, place)
    heap_tree.climb(board, rows, tree, place.axis, "all")
    return board.finish(states.regions)


def _rows(tree: Tree) -> List[Row]:
    """The levels, and what no block is known of."""
    strips = {**heap_map.gone(tree.states), **{place: heap_tree.strip(tree, place) for place in tree.nodes}}
    strips.update({place: heap_tree.spelt(tree, place, bar) for place, bar in heap_map.strips(tree.states).items()})
    levels: Dict[int, List[Strip]] = {}
    for (_, order), bar in strips.items():
        levels.setdefault(order, []).append(bar)
    rows = [
        Row(f"tree-{order}", heap_map.level(tree.states, order), heap_tree.counted(tree, order), tuple(levels[order]))
        for order in sorted(levels, reverse=True)
    ]
    return [*rows, *heap_map.unknown(tree.states)]
