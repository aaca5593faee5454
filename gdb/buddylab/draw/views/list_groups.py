"""Which words of a list stand together in a frame, under what title, in which order: that of memory, or of the list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Dict, List, Optional

from buddylab.model import Word
from buddylab.snapshot import SHOWN, Snapshot, Variable
from buddylab.spelling import neighbours

NOWHERE = "memory in no variable"
NODE = re.compile(r"[^\[]*\[\w+\]|[^.]+")  # an element of an array, or else a variable
FEW = 8  # nodes that are in the order of memory whatever their arrows do: two rows


@dataclass
class Group:
    """The words of a frame; None stands for the nodes of a long list that are left out."""

    title: str
    words: List[Optional[Word]]
    owner: str = ""  # the variable, if it is one alone

    @property
    def first(self) -> int:
        """Its lowest address."""
        return min(word.address or 0 for word in self.words if word is not None)

    def across(self, most: int) -> int:
        """How many columns it needs where there are at most so many."""
        return max(len(row) for row in self.rows(most))

    def rows(self, columns: int) -> List[List[Optional[Word]]]:
        """Its words in rows of so many; where most belong to nodes of several words, each node begins a row."""
        nodes = neighbours(self.words, lambda one, other: _node(one) == _node(other) != "")
        several = sum(len(node) > 1 for node in nodes)
        if several < 2 or 2 * several < len(nodes):
            nodes = [self.words]
        return [node[at : at + columns] for node in nodes for at in range(0, len(node), columns)]


def groups(snapshot: Snapshot) -> List[Group]:
    """Every word but the head by variable. Variables of which one word is shown share a group by place."""
    owned: Dict[Optional[Variable], List[Word]] = defaultdict(list)
    for word in snapshot.shown():
        if word.address != snapshot.chain.head.address:
            owned[owner(snapshot, word)].append(word)
    found: Dict[str, List[Word]] = defaultdict(list)
    owners: Dict[str, List[Variable]] = defaultdict(list)
    for variable, words in owned.items():
        key = NOWHERE if variable is None else variable.place if len(words) == 1 else str(variable.address)
        found[key] += words
        owners[key] += [variable] if variable else []
    return [_group(snapshot, titled(key, owners[key]), words, owners[key]) for key, words in found.items()]


def _node(word: Optional[Word]) -> str:
    """What a word is a part of, by its name: nodes[2] of nodes[2].link.next; its first word is called nodes[2] too."""
    found = NODE.match(word.label or "") if word is not None else None
    return found[0] if found else ""


def owner(snapshot: Snapshot, word: Word) -> Optional[Variable]:
    """The variable that `word` belongs to."""
    if word.address is None:
        return None
    at = bisect_right([variable.address for variable in snapshot.variables], word.address)
    variable = snapshot.variables[at - 1] if at else None
    return variable if variable and word.address < variable.address + variable.size else None


def titled(place: str, variables: List[Variable]) -> str:
    """The title of a frame: the one variable's name and place, or the place that several share."""
    if len(variables) != 1:
        return place
    return ", ".join(part for part in (variables[0].name, variables[0].place) if part)


def _group(snapshot: Snapshot, title: str, words: List[Word], owners: List[Variable]) -> Group:
    """The words in the order of memory; nodes that no variable holds together as they are listed, if that is a maze."""
    nodes = [word for word in snapshot.visible() if word in words]
    left = [word for word in words if word not in nodes]
    if len(owners) == 1 or any(word not in snapshot.gone for word in left) or not _maze(nodes):
        return Group(title, list(words), owners[0].name if len(owners) == 1 else "")
    listed: List[Optional[Word]] = [*nodes, *left]
    if snapshot.elided() and snapshot.visible()[SHOWN.first - 1] in nodes:
        listed.insert(nodes.index(snapshot.visible()[SHOWN.first - 1]) + 1, None)
    return Group(f"{title}, in list order", listed)


def _maze(nodes: List[Word]) -> bool:
    """Whether, of nodes given as they are listed, in the order of memory most arrows would lead past a neighbour."""
    places = {address: at for at, address in enumerate(sorted(node.address or 0 for node in nodes))}
    order = [places[node.address or 0] for node in nodes]
    past = sum(abs(one - other) > 1 for one, other in zip(order, order[1:]))
    return len(nodes) > FEW and 2 * past > len(nodes)
