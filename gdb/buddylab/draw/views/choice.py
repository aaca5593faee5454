"""The one table of a heap's views: what --view may say, and what each shows from top to bottom.

A new view is a file beside this one, and a row in PANELS.
"""

from __future__ import annotations

from typing import Callable, Dict, Tuple

from buddylab.draw.figure.panel import Panel
from buddylab.draw.views import heap_chains, heap_map, heap_tree
from buddylab.draw.views.block_states import States

CHAINS = heap_chains.VIEW  # boxes and arrows; every other view is bars along an axis
PANELS: Dict[str, Callable[[States, float, float], Panel]] = {"map": heap_map.panel, "tree": heap_tree.panel}
VIEWS: Dict[str, Tuple[str, ...]] = {CHAINS: (CHAINS,), **{name: (name,) for name in PANELS}, "all": (CHAINS, *PANELS)}
DEFAULT = CHAINS
