"""Images of memory for the unit tests, small enough to be drawn in a comment."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional

from buddylab.check import check
from buddylab.diff import difference
from buddylab.memory.image import Memory
from buddylab.model import Chain, Shape
from buddylab.snapshot import Moment, Snapshot, Variable
from buddylab.walk import again, read, walk

RAM = [range(0x80000000, 0x88000000)]
VALUES = 0x80218D48
LIST = 0x80218E20
WORD = 8


def memory(words: Dict[int, int], unreadable: Optional[range] = None) -> Memory:
    """An image that holds `words` by address, and zeros everywhere else in RAM."""

    def fetch(address: int, size: int) -> Optional[bytes]:
        if unreadable is not None and address in unreadable:
            return None
        page, asked = bytearray(size), range(address, address + size)
        for at in words if len(words) < size else asked:
            if at in asked and at in words:
                page[at - address : at - address + WORD] = words[at].to_bytes(WORD, "little")
        return bytes(page)

    return Memory(fetch, RAM)


def at(index: int) -> int:
    """The address of values[index]."""
    return VALUES + WORD * index


def label(address: int, count: int = 16) -> Optional[str]:
    """The name of a word of values."""
    return f"values[{(address - VALUES) // WORD}]" if VALUES <= address < at(count) else None


def linked(order: List[int]) -> Dict[int, int]:
    """The words of a list that runs through values in this order of indices."""
    links = [at(index) for index in order] + [0]
    return {LIST: links[0], **{at(index): following for index, following in zip(order, links[1:])}}


def chain(image: Memory, limit: Optional[int] = None) -> Chain:
    """The chain that starts at LIST, checked."""
    found = walk(image, Shape(limit), read(image, LIST, "list"), label, ".head")
    return replace(found, problems=check(found))


def snapshot(image: Memory, count: int = 16, before: Optional[Memory] = None, stop: int = 6) -> Snapshot:
    """What show-list list --memory values sees; with `before`, compared with the stop in front of `stop`."""
    words = tuple(read(image, at(index), label(at(index))) for index in range(count))
    variables = (
        Variable("values", VALUES, WORD * count, "on the stack of lesson()"),
        Variable("list", LIST, WORD, "on the stack of lesson()"),
    )
    moment = Moment("Lesson 1: An intrusive list on the stack", stop, "a step")
    taken = Snapshot(chain(image), words, variables, moment=moment)
    return taken if before is None else replace(taken, difference=since(before, taken, stop=stop - 1))


def since(before, now, title=None, stop=2):
    """What changed from the memory `before`, as it was at `stop`, to the snapshot `now` of a list."""
    return difference(stop, before, again(before, now.chain), now, title)
