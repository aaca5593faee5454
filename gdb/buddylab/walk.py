"""Follows a list: Memory + Shape -> Chain. It trusts nothing it reads, and judges nothing: check.py does that."""

from __future__ import annotations

from typing import Callable, List, Optional

from buddylab.model import Chain, Memory, Shape, Unreadable, Word

Label = Callable[[int], Optional[str]]


def read(memory: Memory, address: int, label: Optional[str] = None) -> Word:
    """The word at `address`, its value None where it cannot be read."""
    try:
        return Word(address, memory.word(address), label)
    except Unreadable:
        return Word(address, None, label)


def walk(memory: Memory, shape: Shape, head: Word, label: Label = lambda address: None, member: str = "") -> Chain:
    """The chain that starts at `head`, up to its end or to the first word that cannot be followed.

    `head` is the word that points at the first node, `label` gives a name to an address, and `member` says how the word
    is reached from the head's own label. Every address met is remembered, so a list that loops is walked once round.
    A walk that was interrupted, by Ctrl-C or since the target died, ends with what it has: `limit`, and the reason.
    """
    nodes: List[Word] = []
    try:
        end = _follow(memory, shape, head, label, nodes)
    except KeyboardInterrupt:  # between two reads; one that strikes within is Memory's
        memory.interrupt("Ctrl-C was pressed")
        end = "interrupted"
    if end == "interrupted":
        return Chain(head, tuple(nodes), "limit", member=member, interrupted=memory.interrupted)
    return Chain(head, tuple(nodes), end, member=member)


def _follow(memory: Memory, shape: Shape, head: Word, label: Label, nodes: List[Word]) -> str:
    """Appends to `nodes` until the list ends, and says how it does: as in Chain.end, or "interrupted"."""
    seen = set() if head.address is None else {head.address}
    address = head.value
    end = ""
    if address is None:
        end = "interrupted" if memory.interrupted else "unreadable"
    while address is not None and not end:
        if address == 0:
            end = "null"
        elif address in seen:
            end = "cycle"
        elif address % memory.word_size:
            end = "misaligned"
        elif shape.limit is not None and len(nodes) >= shape.limit:
            end = "limit"
        else:
            try:
                node = Word(address, memory.word(address), label(address))
            except Unreadable as fault:
                end = fault.kind
            else:
                nodes.append(node)
                seen.add(address)
                address = node.value
    return end
