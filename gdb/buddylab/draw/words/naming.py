"""What the words of a list are called: by the program's names, else by addresses, and each the same everywhere."""

from __future__ import annotations

from typing import Optional

from buddylab.ends import End
from buddylab.model import Word
from buddylab.snapshot import Snapshot


def head_name(snapshot: Snapshot) -> str:
    """The head's word by name, such as list.head."""
    label = snapshot.chain.head.label
    return "the head" if label is None else snapshot.spelling.sentence(label) + snapshot.chain.member


def pointed(snapshot: Snapshot, value: Optional[int]) -> str:
    """What `value` points at, by name where a shown word has one; "null" for 0."""
    if value is None:
        return "unreadable"
    if value == 0:
        return "the end" if snapshot.chain.end == End.MARK else "null"
    head = snapshot.chain.head
    if head.address is not None and value == head.address - snapshot.chain.shape.next:
        return head_name(snapshot)
    word = snapshot.targets().get(value)
    if word is not None:
        return called(snapshot, word) if word.label or snapshot.is_node(word) else snapshot.spelling.pointed(value)
    if snapshot.elided() and snapshot.chain.index(value) >= 0:
        return snapshot.chain.name(value) or snapshot.spelling.address(value)
    goes_on = snapshot.chain.end == End.LIMIT and value == snapshot.chain.last().value
    return (snapshot.chain.name(value) if goes_on else None) or snapshot.spelling.pointed(value)


def called(snapshot: Snapshot, word: Word) -> str:
    """A word other than the head by name; without one by its address, a node's by that of the node."""
    return word.label or snapshot.spelling.address(snapshot.place(word))
