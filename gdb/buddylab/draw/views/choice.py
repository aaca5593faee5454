"""The one table of a heap's views: what --view may say, what the manual says of each, and what draws it.

A new view is a file beside this one, and a row in PANELS. The manual is made when the debugger starts; what draws takes
long to load, and is not loaded before somebody draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, List, NamedTuple, Sequence, Tuple

from buddylab.spelling import together

if TYPE_CHECKING:
    from buddylab.draw.figure.panel import Panel
    from buddylab.draw.views.block_states import States
    from buddylab.heaps.heap_model import Heap


Made = Callable[["States", float, float], "Panel"]  # of the left edge of its frame, and its breadth


class Bars(NamedTuple):
    """A view that is bars along an axis."""

    said: str  # in the manual
    panel: Made


def _map(states: States, left: float, breadth: float) -> Panel:
    from buddylab.draw.views import heap_map

    return heap_map.panel(states, left, breadth)


def _tree(states: States, left: float, breadth: float) -> Panel:
    from buddylab.draw.views import heap_tree

    return heap_tree.panel(states, left, breadth)


def _both(states: States, left: float, breadth: float) -> Panel:
    from buddylab.draw.views import heap_both

    return heap_both.panel(states, left, breadth)


CHAINS = "chains"  # boxes and arrows
TREE = "tree"
PANELS = {
    "map": Bars("the figure as a map of the memory: a strip for each order", _map),
    TREE: Bars("the figure as a tree: the memory halved and halved again", _tree),
}
VIEWS: Dict[str, Tuple[str, ...]] = {CHAINS: (CHAINS,), **{name: (name,) for name in PANELS}, "all": (CHAINS, *PANELS)}
DEFAULT = CHAINS


def parts(view: str, heap: Heap) -> Tuple[str, ...]:
    """What a figure of `heap` has; `view` is one of VIEWS, or "" for the usual one."""
    chosen = tuple(name for name in VIEWS[view or DEFAULT] if name in possible(heap))
    return chosen or possible(heap)[-1:]


def possible(heap: Heap) -> Tuple[str, ...]:
    """The parts that a figure of it may have: a buddy tree has no chains, and only buddies make a tree."""
    return tuple(
        part for part in VIEWS["all"] if part != (CHAINS if heap.tree is not None else "" if heap.is_buddy else TREE)
    )


def panels(parts: Sequence[str]) -> List[Made]:
    """What draws the bars of these parts; a map and a tree have the same rows, and are one."""
    both = {"map", "tree"} <= set(parts)
    bars = [name for name in parts if name in PANELS and not (both and name == "tree")]
    return [_both if both and name == "map" else PANELS[name].panel for name in bars]


def said() -> Dict[str, str]:
    """What the manual says of each view but the usual one."""
    return {**{name: bars.said for name, bars in PANELS.items()}, "all": f"{together(VIEWS['all'])} in one figure"}
