"""What the memory of the practice image says at one moment: the request to come, the list or heap, the last result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import List, Mapping, Optional

from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import Heap
from buddylab.memory.image import Memory
from buddylab.model import Chain, Shape
from buddylab.walk import read, walk

WORD = 8  # bytes
LEAST = 3  # the order of the smallest block
LOOK = "look"  # the action of a request that changes nothing


@dataclass(frozen=True)
class Array:
    """Words of the image that have a name together."""

    name: str  # values
    start: int  # the address of the first
    count: int

    def label(self, address: int) -> Optional[str]:
        """The name of a word: values[3]; None for any other address."""
        at = address - self.start
        return f"{self.name}[{at // WORD}]" if 0 <= at < WORD * self.count and at % WORD == 0 else None

    def each(self) -> List[int]:
        """The addresses of the words."""
        return [self.start + WORD * at for at in range(self.count)]


@dataclass(frozen=True)
class ListPlace:
    """A list of the image, and the words that can be its nodes."""

    name: str  # list
    head: int  # the address of its only word
    words: Array
    is_damaged: bool  # one of its words was overwritten; before, all were nodes


@dataclass(frozen=True)
class Places:
    """Where the image keeps what questions are about."""

    request: Mapping[str, int]  # the addresses of its members, by their names
    result: int  # the address of what the last request has returned
    actions: Mapping[int, str]  # what a request is, in lower case, by its number
    lists: Mapping[int, ListPlace]  # by their addresses
    heaps: Mapping[int, HeapShape]
    memories: Mapping[int, Array]  # of the heaps, by the heaps' addresses


@dataclass(frozen=True)
class Request:
    """What the program is about to do."""

    action: str  # look, push, pop, remove, alloc or dealloc
    list: int  # the address of the list, 0 for none
    heap: int
    word: int  # the node, or the block
    size: int
    align: int

    @property
    def least(self) -> int:
        """The order of the smallest block that can serve it, if it asks for one."""
        return max(LEAST, (max(self.size, self.align) - 1).bit_length())


class State:
    """One moment. `asked` is the request that it is looked at for; without one, the request that comes next."""

    def __init__(self, places: Places, memory: Memory, asked: Optional[Request] = None) -> None:
        """Of `memory` nothing may change later."""
        self.places, self.memory = places, memory
        self.request = asked or self._request()

    def link(self, address: int) -> int:
        """What the word at an address holds."""
        return self.memory.word(address)

    @property
    def result(self) -> int:
        """What the last request has returned."""
        return self.link(self.places.result)

    @property
    def list(self) -> ListPlace:
        """The list of the request."""
        return self.places.lists[self.request.list]

    @property
    def array(self) -> Array:
        """The words that the request is about."""
        return self.list.words if self.request.list else self.places.memories[self.request.heap]

    @property
    def head(self) -> int:
        """What its head holds."""
        return self.link(self.list.head)

    @cached_property
    def walked(self) -> Chain:
        """That list, as far as it can be followed."""
        return walk(self.memory, Shape(), read(self.memory, self.list.head))

    @property
    def nodes(self) -> List[int]:
        """The addresses of its nodes, in list order."""
        return self.walked.addresses()

    @cached_property
    def heap(self) -> Heap:
        """The heap of the request."""
        return read_heap(self.memory, self.places.heaps[self.request.heap])

    def blocks(self, order: int) -> List[int]:
        """The free blocks of a list of that heap, in list order."""
        return self.heap.lists[order].chain.addresses()

    def first(self, order: int) -> int:
        """The block in front of a list; 0 for none."""
        return self.heap.lists[order].chain.head.value or 0

    @property
    def orders(self) -> range:
        """Of the lists that can have blocks."""
        return range(LEAST, len(self.heap.lists))

    @property
    def largest(self) -> int:
        """The size of the largest free block; 0 for none."""
        return max((block.size for block in self.heap.free()), default=0)

    @property
    def allocated(self) -> int:
        """The bytes that the heap says are handed out."""
        return self.heap.allocated or 0

    @property
    def user(self) -> int:
        """The bytes that it says were asked for."""
        return self.heap.user or 0

    @property
    def unused(self) -> int:
        """The bytes that are not handed out, by the same counters."""
        return (self.heap.total or 0) - self.allocated

    def free_around(self, address: int) -> Optional[Block]:
        """The free block in which an address lies."""
        return next((block for block in self.heap.free() if block.address <= address < block.end), None)

    def pointer(self, value: int) -> str:
        """An address as a question says it: &values[3], 0x8021b020, null."""
        if value == 0:
            return "null"
        label = self.array.label(value)
        return f"&{label}" if label else f"{value:#x}"

    def word(self, address: int) -> str:
        """A word of the list by its name."""
        if address == self.list.head:
            return f"{self.list.name}.head"
        return self.array.label(address) or f"the word at {address:#x}"

    def free_list(self, order: int) -> str:
        """The head of a list of the heap, as the program writes it."""
        return f"{self.heap.label}.free_list[{order}]"

    def call(self) -> str:
        """The request as the program writes it."""
        wanted = self.request
        if wanted.action in ("alloc", "dealloc"):
            block = f"{wanted.word:#x}, " if wanted.action == "dealloc" else ""
            return f"buddy_heap_{wanted.action}(&{self.heap.label}, {block}{wanted.size}, {wanted.align})"
        if wanted.action == "remove":
            return (
                f"linked_list_cursor_remove(&cursor), with the cursor of {self.list.name} at {self.word(wanted.word)}"
            )
        node = f", {self.pointer(wanted.word)}" if wanted.action == "push" else ""
        return f"linked_list_{wanted.action}(&{self.list.name}{node})"

    def _request(self) -> Request:
        members = {name: self.link(address) for name, address in self.places.request.items()}
        number = members.pop("action") & 0xFFFFFFFF  # an enum has four bytes
        return Request(self.places.actions[number], **members)
