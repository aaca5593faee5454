"""Says what changed between an earlier image of memory and a snapshot taken now."""

from __future__ import annotations

from typing import List

from buddylab.model import Change, Difference, Memory, Shape, Snapshot, Word
from buddylab.walk import read, walk


def difference(since: int, before: Memory, shape: Shape, now: Snapshot) -> Difference:
    """Compares each shown word, and the head, with `before`, the memory as it was at stop `since`.

    The list is walked in the earlier memory too, to tell which nodes joined it and which left.
    """
    head = now.chain.head
    words: List[Word] = list(now.shown())
    if head.address is not None and head.address not in {word.address for word in words}:
        words.append(head)
    changed = []
    for word in words:
        assert word.address is not None
        earlier = read(before, word.address).value
        if earlier != word.value:
            changed.append(Change(word.address, earlier, word.value))
    changed.sort(key=lambda change: change.address)
    if head.address is None:
        return Difference(since, tuple(changed))
    then = walk(before, shape, read(before, head.address))
    was = [node.address for node in then.nodes if node.address is not None]
    is_now = [node.address for node in now.chain.nodes if node.address is not None]
    gone, new = set(is_now), set(was)
    return Difference(
        since,
        tuple(changed),
        joined=tuple(address for address in is_now if address not in new),
        left=tuple(address for address in was if address not in gone),
    )
