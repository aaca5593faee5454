"""What the judge of an exercise works with: memory as it is at a stop, by the program's names.

A judge looks at memory only; what the machine printed does not count. judges.py reads its files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Dict, List, Mapping, Optional, Protocol, Sequence

from buddylab.check import check
from buddylab.heaps.check_heap import check_heap
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.free_list import Block
from buddylab.memory.image import Memory
from buddylab.model import Shape
from buddylab.walk import Label, read, walk

CONSOLE = "-- console --\n"  # behind it stands what the machine printed in the last run of a trial
WORD = 8
SMALLEST = 3  # the order of a heap's smallest blocks
Inputs = Dict[str, List[int]]  # the words of each variable that vary() sets


class Program(Protocol):
    """The program that is judged, standing at a stop."""

    memory: Memory

    def find(self, expression: str) -> range:
        """The addresses of a variable or a part of one."""

    def label(self, head: Optional[str] = None) -> Label:
        """What words are called, or the nodes of the list at `head`."""


@dataclass(frozen=True)
class State:
    """Memory at one stop, and the inputs as they were at stop 1: what happens to them later changes no judgement."""

    program: Program
    inputs: Mapping[str, Sequence[int]]

    def address(self, expression: str) -> int:
        """Where a variable or a part of one lies."""
        return self.program.find(expression).start

    def value(self, expression: str) -> int:
        """The number that a variable holds."""
        place = self.program.find(expression)
        return int.from_bytes(self.program.memory.read(place.start, len(place)), "little")

    def values(self, expression: str) -> List[int]:
        """The words of an array."""
        place = self.program.find(expression)
        return [self.program.memory.word(at) for at in range(place.start, place.stop, WORD)]

    def nodes(self, head: str) -> List[int]:
        """The addresses of the nodes of a list, as far as it can be followed."""
        chain = walk(self.program.memory, Shape(), read(self.program.memory, self.address(head), head))
        return [chain.node(node) for node in chain.nodes]

    def list_fault(self, head: str, expected: Optional[Sequence[int]] = None) -> Optional[str]:
        """What is wrong with the list at `head`: it must end, and have the nodes at these addresses in this order."""
        memory, label = self.program.memory, self.program.label(head)
        chain = walk(memory, Shape(), read(memory, self.address(head), head), label)
        for problem in check(chain):
            return problem.message
        found = [chain.node(node) for node in chain.nodes]
        if expected is None or found == list(expected):
            return None
        return f"{head} leads to {_path(found, label)}; expected {_path(expected, label)}."

    def number_fault(self, expression: str, expected: int) -> Optional[str]:
        """What is wrong with a variable that must hold this number."""
        found = self.value(expression)
        return None if found == expected else f"{expression} is {found:#x}; expected {expected:#x}."

    def heap_fault(self, heap: str, order: int, region: str, taken: Sequence[Block]) -> Optional[str]:
        """What is wrong with a heap of so many lists that manages all of `region` and has handed out `taken`."""
        label, place = self.program.label(), self.program.find(region)
        for at, block in enumerate(taken):
            if block.address not in place or block.end > place.stop or block.address % block.size:
                name = label(block.address) or "a block"
                return (
                    f"{name} at {block.address:#x} was handed out; expected a block of {block.size} bytes of {region}."
                )
            if any(block.address == other.address for other in taken[:at]):
                return f"{label(block.address)} at {block.address:#x} was handed out twice."
        first = self.address(f"{heap}.free_list[0]")
        shape = HeapShape(self.address(heap), heap, first, self.address(f"{heap}.free_list[1]") - first, order, ".head")
        books = {word: self.value(f"{heap}.{word}") for word in ("user", "allocated", "total", "order")}
        named = tuple(replace(block, label=label(block.address)) for block in taken)
        found = replace(
            read_heap(self.program.memory, shape, label),
            allocated=books["allocated"],
            total=books["total"],
            regions=(place,),
            taken=named,
        )
        checked = check_heap(found)
        if not checked.is_one:
            return f"{heap} is not a heap any more: its lists do not lead to free blocks of their own."
        for problem in checked.problems:
            return problem.message
        expected = {
            "user": sum(block.asked or 0 for block in taken),
            "allocated": sum(block.size for block in taken),
            "total": len(place),
            "order": order,
        }
        for word, found_there in books.items():
            if found_there != expected[word]:
                return f"{heap}.{word} is {found_there}; expected {expected[word]}."
        return None


@dataclass(frozen=True)
class Test:
    """Something that must hold at a stop; `fault` says in a sentence what does not, or gives None."""

    stop: int
    name: str
    fault: Callable[[State], Optional[str]]
    points: int = 1  # that it is worth


def order_for(size: int) -> int:
    """The order of the blocks that serve so many bytes."""
    return max(SMALLEST, (size - 1).bit_length())


def handed_out(address: int, asked: int) -> Block:
    """The block at `address` that serves so many bytes."""
    return Block(address, order_for(asked), None, asked)


def _path(nodes: Sequence[int], label: Label) -> str:
    return " → ".join([*(label(node) or f"{node:#x}" for node in nodes), "null"])
