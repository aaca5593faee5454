"""The chains of a heap: one row of boxes an order, the list's head first, then the blocks in list order."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from buddylab.draw.heap_text import human
from buddylab.draw.lists import REASONS
from buddylab.draw.scene import Arrow, Box, Frame, Line
from buddylab.model import Change, FreeList, HeapSnapshot, Word

VIEW = "chains"
ACROSS = 4  # boxes in a row; the first column is for heads alone
MOST = 9  # blocks of one list, in three rows; of a longer one the first and the last


class Chains:
    """Collects boxes, arrows and frames, list by list, the largest blocks on top."""

    def __init__(self, snapshot: HeapSnapshot) -> None:
        self.snapshot = snapshot
        self.changes = snapshot.changed()
        self.marks = _marks(snapshot)
        self.boxes: Dict[str, Box] = {}
        self.arrows: List[Arrow] = []
        self.frames: List[Frame] = []
        self.row = 0
        shown = [each for each in snapshot.heap.lists if self._shows(each)]
        self.folded = [each.order for each in snapshot.heap.lists if not self._shows(each)]
        self.heads = {each.chain.head.address: each.order for each in shown}
        for each in reversed(shown):
            self._list(each)

    def _shows(self, each: FreeList) -> bool:
        """Whether a list gets a row: it holds something, or just did, or its head is damaged."""
        chain = each.chain
        return bool(chain.nodes) or chain.end != "null" or chain.head.address in self.changes

    def _list(self, each: FreeList) -> None:
        """One list: its head, its blocks, and what a broken chain leads to."""
        first, chain = self.row, each.chain
        nodes, shared = self._own(each)
        slots: List[Optional[Word]] = list(nodes)
        if len(nodes) > MOST:
            slots = [*nodes[: MOST - 2], None, nodes[-1]]
        words = [chain.head, *nodes]
        hidden = nodes[MOST - 2 : -1] if len(nodes) > MOST else ()
        column, previous = 0, self._head(each)
        for slot in slots:
            column = column + 1 if column + 1 < ACROSS else 1
            self.row += column == 1 and previous != f"w-{_key(chain.head, each)}"
            if slot is None:
                previous = self._more(each, hidden, column, previous)
            else:
                previous = self._node(each, slot, column, previous, is_last=slot == words[-1] and shared is None)
        self._end(each, words[-1], column, previous, shared)
        count = "1 block" if len(chain.nodes) == 1 else f"{len(chain.nodes) or 'no'} blocks"
        title = f"order {each.order} · {human(each.size)} · {count}"
        self.frames.append(Frame(f"f-order-{each.order}", title, first, self.row, kinds=(VIEW,)))
        self.row += 1

    def _own(self, each: FreeList) -> Tuple[Sequence[Word], Optional[str]]:
        """The nodes up to one that is drawn already, for it is on another list too or is a head; and that one's key."""
        for at, node in enumerate(each.chain.nodes):
            if f"w-{node.address:x}" in self.boxes or node.address in self.heads:
                return each.chain.nodes[:at], f"w-{node.address:x}"
        return each.chain.nodes, None

    def _head(self, each: FreeList) -> str:
        """The box of a list's head."""
        head = each.chain.head
        name = f"free_list[{each.order}]"
        null = not each.chain.nodes and each.chain.end == "null"
        key = f"w-{_key(head, each)}"
        self._box(key, 0, head, name, ["word", "head", *(["null"] if null else [])], "")
        return key

    def _node(self, each: FreeList, node: Word, column: int, previous: str, is_last: bool) -> str:
        """The box of a block, and the arrow to it."""
        key = f"w-{node.address:x}"
        null = ["null"] if is_last and each.chain.end == "null" else []
        mark = self.marks.get((node.address or 0, each.order), "")
        self._box(key, column, node, node.label or "", ["word", "chain", "block", "free", *null], mark)
        self._arrow(previous, key, "head" if column == 1 and previous == f"w-{_key(each.chain.head, each)}" else "link")
        return key

    def _box(self, key: str, column: int, word: Word, name: str, kinds: List[str], mark: str) -> None:
        change = None if word.address is None else self.changes.get(word.address)
        value = "null" if "null" in kinds else self._hexadecimal(word.value)
        was = [] if change is None else [f"was {self._before(change, 'head' in kinds)}"]
        kinds += (["changed"] if change else []) + ([mark] if mark else []) + [VIEW]
        note = " · ".join([*([mark] if mark else []), *was])
        meaning = ", ".join([f"{name or f'{word.address:#x}'} holds {value}", *([note] if note else [])])
        address = "" if word.address is None else f"{word.address:#x}"
        lines = (Line(note),) if note else ()
        self.boxes[key] = Box(key, self.row, column, address, name, value, tuple(kinds), meaning, lines)

    def _more(self, each: FreeList, hidden: Sequence[Word], column: int, previous: str) -> str:
        """The box for the blocks that are not shown."""
        key = f"ghost-more-{each.order}"
        words = f"… {len(hidden)} more"
        kinds = ("ghost", "more", VIEW)
        first = f"{hidden[0].address:#x}"
        self.boxes[key] = Box(
            key, self.row, column, first, "", words, kinds, f"{len(hidden)} more blocks from {first} on"
        )
        self._arrow(previous, key, "link")
        return key

    def _end(self, each: FreeList, last: Word, column: int, previous: str, shared: Optional[str]) -> None:
        """The arrow out of the last word: back into a cycle, to another list's block, or to what cannot be shown."""
        if shared is not None:
            if shared in self.boxes or shared in {f"w-{head:x}" for head in self.heads if head is not None}:
                self._arrow(previous, shared, "cycle")
            return
        if each.chain.end == "null":
            return
        target = f"w-{last.value:x}" if last.value is not None else ""
        if each.chain.end == "cycle" and target not in self.boxes and f"ghost-more-{each.order}" in self.boxes:
            target = f"ghost-more-{each.order}"
        if target in self.boxes:
            self._arrow(previous, target, "cycle")
        elif last.value is not None:
            ghost = f"ghost-{previous[2:]}"
            self.row += column + 1 >= ACROSS
            at = column + 1 if column + 1 < ACROSS else 1
            reason = REASONS.get(each.chain.end, "not shown")
            kinds = ("ghost", VIEW)
            text = f"{last.value:#x}"
            self.boxes[ghost] = Box(ghost, self.row, at, text, "", reason, kinds, f"{text}: {reason}")
            self._arrow(previous, ghost, "ghost")

    def _arrow(self, source: str, target: str, kind: str) -> None:
        word = self.boxes[source]
        kinds = (kind, *(["changed"] if "changed" in word.kinds else []), VIEW)
        there = self.boxes.get(target)
        name = there.name or there.address if there else f"0x{target[2:]}"
        meaning = f"{word.name or word.address} points at {name}"
        self.arrows.append(
            Arrow("e" + source[1:] if source[0] == "w" else f"e-{source}", source, target, kinds, meaning)
        )

    def _hexadecimal(self, value: Optional[int]) -> str:
        return "unreadable" if value is None else f"0x{value:0{2 * self.snapshot.word_size}x}"

    def _before(self, change: Change, is_head: bool) -> str:
        return "null" if is_head and change.before == 0 else self._hexadecimal(change.before)


def _key(head: Word, each: FreeList) -> str:
    return f"head-{each.order}" if head.address is None else f"{head.address:x}"


def _marks(snapshot: HeapSnapshot) -> Dict[Tuple[int, int], str]:
    """What happened to the blocks that are free now."""
    difference = snapshot.difference
    if difference is None:
        return {}
    marks = {(block.address, block.order): "returned" for block in difference.returned}
    marks.update({(block.address, block.order): "merged" for block in difference.merged})
    return marks
