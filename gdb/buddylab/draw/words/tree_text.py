"""A buddy tree as text: a row for each level with its bytes, those that are alike put together, and what is free."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import List, Tuple

from buddylab.columns import row
from buddylab.few import Few, More
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.heaps.tree import FREE, TAKEN, Tree
from buddylab.spelling import human

RUNS = Few(first=8, last=2)  # of equal bytes in a row of the table
ALIKE = 3  # bytes that are put together


def table(snapshot: HeapSnapshot, tree: Tree) -> str:
    """The levels from the root down: how many blocks are free and handed out, and the bytes."""
    rows: List[Tuple[str, ...]] = [("order", "size", "free", "handed out", "bytes of the tree")]
    counts = Counter((tree.level(node), state) for node, state in tree.states.items())
    for order, first in tree.levels():
        if snapshot.order in (None, order):
            each = [str(counts[order, state]) for state in (FREE, TAKEN)]
            rows.append((str(order), human(1 << order), *each, _bytes(snapshot, tree, first)))
    widths = [max(len(each[at]) for each in rows) for at in range(4)]
    left = ["  ".join([*(cell.rjust(width) for cell, width in zip(each, widths)), ""]) for each in rows]
    return "\n".join(row(before + each[4], len(before)) for before, each in zip(left, rows))


def _bytes(snapshot: HeapSnapshot, tree: Tree, first: int) -> str:
    """The bytes of a level; a star behind those that changed."""
    changed = snapshot.changed()
    marked = [
        (byte, " *" if tree.address + first + at in changed else "")
        for at, byte in enumerate(tree.nodes[first : 2 * first])
    ]
    runs = [(*each, len(list(run))) for each, run in groupby(marked)]
    told: List[str] = []
    for run in RUNS.row(runs):
        told += [f"… {run.count} more runs"] if isinstance(run, More) else _run(run)
    name = f"node[{first}]" if first == 1 else f"node[{first}] to node[{2 * first - 1}]"
    return f"{name}: {', '.join(told)}"


def _run(run: Tuple[int, str, int]) -> List[str]:
    byte, star, count = run
    return [f"{byte}{star}"] * count if count < ALIKE else [f"{byte}{star} ({count} times)"]
