"""Says what is wrong with the bytes of a buddy tree: those that no sequence of requests can leave."""

from __future__ import annotations

from typing import Iterator

from buddylab.heaps.tree import FREE, LEAF, SPLIT, UNKNOWN, Tree
from buddylab.model import Problem


def check_tree(tree: Tree) -> Iterator[Problem]:
    """A node is what its halves make it, and below a whole block each byte is worth its own size."""
    for node, state in sorted(tree.states.items()):
        if state in (SPLIT, UNKNOWN):
            said, at = _node(tree, node), node
        else:
            at = _below(tree, node)
            what = "free" if state == FREE else "handed out"
            said = (
                f"node[{at}] is {tree.nodes[at]}, but the block of node[{node}] above it is {what} as a whole; "
                f"expected {tree.level(at)} until that is divided"
                if at
                else ""
            )
        if said:
            yield Problem("tree", tree.address + at, f"{said}.")


def _node(tree: Tree, node: int) -> str:
    """What is wrong with a node that is no whole block, as a clause; "" for nothing."""
    value, level = tree.nodes[node], tree.level(node)
    if level == LEAF:
        return f"node[{node}] is {value}, but it is a leaf; expected {LEAF} where its word is free, or 0"
    halves = tree.nodes[2 * node], tree.nodes[2 * node + 1]
    whole = halves == (level - 1, level - 1)
    expected = level if whole else max(halves)
    if value == expected:
        return ""
    below = f"node[{2 * node}] and node[{2 * node + 1}] below it are {halves[0]} and {halves[1]}"
    if expected > level:  # the fault is theirs
        return f"node[{node}] is {value}, more than its part of 2^{level} bytes has" if value > level else ""
    why = "as both halves are free" if whole else "the larger of them"
    why += "" if value else f", or {level - 1} in both where the block is handed out"
    return f"node[{node}] is {value}, but {below}; expected {expected}, {why}"


def _below(tree: Tree, node: int) -> int:
    """The first node below a whole block that is not worth its own size; 0 where each is."""
    first, count, level = node, 1, tree.level(node)
    while level > LEAF:
        first, count, level = 2 * first, 2 * count, level - 1
        row = tree.nodes[first : first + count]
        if row != bytes([level]) * count:
            return first + next(at for at, byte in enumerate(row) if byte != level)
    return 0
