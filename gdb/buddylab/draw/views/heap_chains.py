"""The chains of a heap: one row of boxes an order, its title at the left, the list's head first, then the blocks.

Orders that have nothing are told in the title of the row above. Many orders stand in two stacks side by side.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.scene import Arrow, Box, Line
from buddylab.draw.views import stacks
from buddylab.draw.views.chain_titles import Titles
from buddylab.draw.views.choice import CHAINS
from buddylab.draw.views.style import USUAL, Style
from buddylab.draw.views.word_boxes import GHOST, WordBoxes
from buddylab.ends import End
from buddylab.few import Few, More
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Nodes, Word
from buddylab.spelling import human

BOXES = 4  # behind a head, of blocks and of those that have left the list; but one of the latter at least
HEADS = 22  # characters of the longest name of a head that is drawn


class Chains:
    """Collects boxes, arrows and titles, list by list, the largest blocks on top."""

    def __init__(self, snapshot: HeapSnapshot, style: Style = USUAL) -> None:
        self.snapshot, self.style = snapshot, style
        self.changes = snapshot.changed()
        self.marks = _marks(snapshot)
        then = snapshot.difference.then if snapshot.difference is not None else None
        self.then: Dict[str, Sequence[int]] = {each.key: _words(each) for each in then.lists} if then else {}
        self.were = self._were() if style.notes and not style.low else {}
        self.look = WordBoxes(snapshot, self.were, (CHAINS,), short=True)
        self.boxes: Dict[str, Box] = {}
        self.drawn: Dict[int, Tuple[str, str]] = {}  # by a word's address: the box that stands for it, and whose list
        self.arrows: List[Arrow] = []
        self.row = 0
        every = [each for each in snapshot.lists() if self._shows(each)]
        shown = self._fewer(every)
        self.cut = [each for each in every if each not in shown]
        self.folded = sorted({each.order for each in snapshot.lists()} - {each.order for each in every})
        for each in shown:
            if each.chain.head.address is not None:
                self.drawn[each.chain.head.address] = f"w-{_key(each.chain.head, each)}", each.called
        for each in reversed(shown):
            self._list(each)
        for each in shown:
            self._old(each)
        widths = stacks.widths(self.boxes.values())
        many = style.stacks or stacks.suited(widths)
        titles = Titles(shown[::-1], self.folded, self.cut, snapshot.heap.is_buddy, short=style.fits and many > 1)
        self.asides = titles.asides()
        self.columns = stacks.stacked(self.boxes, self.asides, widths, many)

    def _fewer(self, each: List[FreeList]) -> List[FreeList]:
        """The lists that get a row where there is room for so many only: the first and the last."""
        most = self.style.rows
        return Few(first=most // 2, last=most - most // 2).shown(each) if 0 < most < len(each) else each

    def _shows(self, each: FreeList) -> bool:
        """Whether a list gets a row: it was asked for, holds something, or just did, or its head is damaged."""
        chain = each.chain
        return (
            each.order == self.snapshot.order
            or bool(chain.nodes)
            or not chain.ends_well
            or (chain.head.address in self.changes and self.style.notes)
        )

    def _list(self, each: FreeList) -> None:
        """One list: its head, its blocks, and what a broken chain leads to."""
        chain = each.chain
        count, shared = self._own(each)
        column, previous = 1, self._head(each)
        for at in self.style.blocks.row(range(count)):
            column += 1
            if isinstance(at, More):
                previous = self._more(each, at, column, previous)
            else:
                previous = self._node(each, chain.nodes[at], column, previous, at == count - 1, shared)
        self._end(each, chain.nodes[count - 1] if count else chain.head, column, previous, shared)
        if self.style.notes:
            self._past(each)
        self.row += 1

    def _were(self) -> Dict[Optional[int], int]:
        """Which word each changed word of a list pointed at, by address."""
        found: Dict[Optional[int], int] = {}
        for each in self.snapshot.heap.lists:
            words = self.then.get(each.key, ())
            found.update(zip([each.chain.head.address, *words], words))
        return {address: target for address, target in found.items() if address in self.changes}

    def _past(self, each: FreeList) -> None:
        """The dashed boxes of the blocks that were on this list at the earlier stop, and are no more."""
        still = set(_words(each))
        left = [address for address in self.then.get(each.key, ()) if address not in still]
        column = 1 + max(box.column for box in self.boxes.values() if box.row == self.row)
        most = max(1, BOXES + 2 - column)
        for at, address in enumerate(Few(first=most - 1, most=most).row(left)):
            where, key = self.snapshot.spelling.address(left[at]), _gone(left[at], each)
            if isinstance(address, More):
                said, became = str(address), f"and {address.count - 1} more were on this list; they are not now"
            else:
                became = self._became(each.place(address - each.chain.shape.next), each.size)
                said, became = f"was free, {became}", f"{human(each.size)}, was on this list; {became} since"
            kinds = (GHOST, "gone", CHAINS)
            self.boxes[key] = Box(key, self.row, column + at, where, "", said, kinds, f"{where}, {became}")

    def _became(self, address: int, size: int) -> str:
        """What became of a block that was free."""
        difference = self.snapshot.difference
        assert difference is not None
        if any((block.address, block.size) == (address, size) for block in difference.split):
            return "split"
        if any(block.address <= address < block.end for block in difference.taken):
            return "taken"
        merged = any(block.address <= address < block.end for block in difference.merged)
        return "merged" if merged else "on no list now"

    def _old(self, each: FreeList) -> None:
        """The arrows of a list's earlier chain that are no more: from changed words, and from blocks that are gone."""
        words, still = self.then.get(each.key, ()), set(_words(each))
        head = f"w-{_key(each.chain.head, each)}"
        keys = [f"w-{address:x}" if address in still else _gone(address, each) for address in words]
        for address, source, target in zip([each.chain.head.address, *words], [head, *keys], keys):
            box, there = self.boxes.get(source), self.boxes.get(target)
            if box and there and ("gone" in box.kinds or address in self.were):
                meaning = f"{box.name or box.address} pointed at {there.name or there.address} then"
                kinds = ("old", CHAINS)
                key = f"o-{source}" if "gone" in box.kinds else f"o{source[1:]}"
                self.arrows.append(Arrow(key, source, target, kinds, meaning, back="gone" not in box.kinds))

    def _own(self, each: FreeList) -> Tuple[int, Optional[Tuple[str, str]]]:
        """How many nodes come before one that is drawn already, for another list has it or it is a head; and that one.

        This looks at every node's address, but at nothing else: only what is shown is asked for its name.
        """
        words, key = _words(each), f"ghost-more-{each.key}"
        count = next((at for at, address in enumerate(words) if address in self.drawn), len(words))
        shared = self.drawn[words[count]] if count < len(words) else None
        self.drawn.update(dict.fromkeys(words[:count], (key, each.called)))
        return count, shared

    def _head(self, each: FreeList) -> str:
        """The box of a list's head."""
        head = each.chain.head
        null = not each.chain.nodes and each.chain.end == End.NULL
        key = f"w-{_key(head, each)}"
        self._box(key, 1, head, each.name, ("head",), null)
        return key

    def _node(
        self, each: FreeList, node: Word, column: int, previous: str, is_last: bool, shared: Optional[Tuple[str, str]]
    ) -> str:
        """The box of a block, and the arrow to it."""
        key = f"w-{node.address:x}"
        self.drawn[node.address or 0] = key, each.called
        null = is_last and shared is None and each.chain.end == End.NULL
        mark = self.marks.get((each.place(each.chain.node(node)), each.size), "")
        wrong = _wrong(each, shared) if is_last else ""
        roles = ("chain", "block", "free")
        self._box(key, column, node, self._name(each, node), roles, null, mark, wrong, each.chain.shape.next)
        self._arrow(previous, key, "head" if previous == f"w-{_key(each.chain.head, each)}" else "link")
        return key

    def _name(self, each: FreeList, node: Word) -> str:
        """What a block is called in its box: where it lies, if that is not where its word is."""
        if each.own is not None:
            size = (each.own or {}).get(each.chain.node(node))
            told = "size unreadable" if size is None else human(size) if size else "mark"
            name = f"{node.label} · {told}" if node.label else told
            return name if measure.cells(name) <= self.style.names else told
        if each.block is None:
            return node.label or ""
        return self.snapshot.spelling.address(each.place(each.chain.node(node)))

    def _box(
        self,
        key: str,
        column: int,
        word: Word,
        name: str,
        roles: Tuple[str, ...],
        null: bool,
        mark: str = "",
        wrong: str = "",
        inside: int = 0,
    ) -> None:
        """The box of a word, which lies `inside` bytes into what it is called by."""
        address, value = self.look.at(word, inside), self.look.value(word.value, null)
        most = HEADS if "head" in roles else self.style.names
        shown = name if measure.cells(name) <= most else ""
        note = self.look.note(word, mark, ended="head" in roles) if self.style.notes else None
        lines = (*([note] if note else []), *([Line(wrong, "warning")] if wrong else []))
        meaning = ", ".join([f"{name or address} holds {value}", *(line.text for line in lines)])
        kinds = self.look.kinds(word, roles, mark, null)
        where = "" if "head" in roles and shown else address
        beside = note.text if note and self.style.low else ""
        below = lines[1:] if beside else lines
        self.boxes[key] = Box(key, self.row, column, where, shown, value, kinds, meaning, below, note=beside)

    def _more(self, each: FreeList, more: More, column: int, previous: str) -> str:
        """The box for the blocks that are not shown."""
        key = f"ghost-more-{each.key}"
        first = each.chain.node(each.chain.nodes[self.style.blocks.first])
        self.boxes[key] = self.look.more(key, self.row, column, more, "blocks", first)
        self._arrow(previous, key, "link")
        return key

    def _end(self, each: FreeList, last: Word, column: int, previous: str, shared: Optional[Tuple[str, str]]) -> None:
        """The arrow out of the last word: back into a cycle, to another list's block, or to what cannot be shown."""
        if shared is not None:
            self._arrow(previous, shared[0], "cycle")
            return
        if each.chain.end == End.NULL:
            return
        target, _ = self.drawn.get((last.value or 0) + each.chain.shape.next, ("", ""))
        if target:
            self._arrow(previous, target, "link" if each.chain.ends_well else "cycle")
        elif last.value is not None:
            ghost = f"ghost-{previous[2:]}"
            self.boxes[ghost] = self.look.ghost(ghost, self.row, column + 1, last.value, each.chain.end.reason)
            self._arrow(previous, ghost, GHOST)

    def _arrow(self, source: str, target: str, kind: str) -> None:
        word = self.boxes[source]
        kinds = (kind, *(["changed"] if "changed" in word.kinds else []), CHAINS)
        there = self.boxes.get(target)
        name = there.name or there.address if there else self._named(target)
        meaning = f"{word.name or word.address} points at {name}"
        self.arrows.append(
            Arrow("e" + source[1:] if source[0] == "w" else f"e-{source}", source, target, kinds, meaning)
        )

    def _named(self, key: str) -> str:
        """What to call a box that is not drawn yet."""
        digits = key[2:]
        known = key.startswith("w-") and set(digits) <= set("0123456789abcdef")
        return self.snapshot.spelling.pointed(int(digits, 16)) if known else digits


def _gone(address: int, each: FreeList) -> str:
    """The key of the box for a block that has left a list."""
    return f"ghost-was-{address:x}-{each.key}"


def _words(each: FreeList) -> Sequence[int]:
    """The addresses of a list's words, in list order."""
    nodes, offset = each.chain.nodes, each.chain.shape.next
    if isinstance(nodes, Nodes):
        return nodes.addresses if not offset else [address + offset for address in nodes.addresses]
    return [node.address or 0 for node in nodes]


def _wrong(each: FreeList, shared: Optional[Tuple[str, str]]) -> str:
    """What is wrong with where a list's last word leads, if that is in the figure."""
    if shared is not None:
        return f"runs into {shared[1]}"
    return f"cycle of {each.chain.cycle()}" if each.chain.end == End.CYCLE and each.chain.cycle() else ""


def _key(head: Word, each: FreeList) -> str:
    return f"head-{each.key}" if head.address is None else f"{head.address:x}"


def _marks(snapshot: HeapSnapshot) -> Dict[Tuple[int, int], str]:
    """What happened to the blocks that are free now, by address and size."""
    difference = snapshot.difference
    if difference is None:
        return {}
    marks = {(block.address, block.size): "returned" for block in difference.returned}
    marks.update({(block.address, block.size): "merged" for block in difference.merged})
    return marks
