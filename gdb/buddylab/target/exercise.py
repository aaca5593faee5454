"""Where the practice image keeps what questions are about; and its memory, kept as it is at one moment."""

from __future__ import annotations

from typing import Dict, Sequence, Tuple

import gdb

from buddylab.heaps.heap import HeapShape
from buddylab.memory.image import Memory
from buddylab.practice.state import WORD, Array, ListPlace, Places
from buddylab.target import ask, heaps, memory
from buddylab.target.names import Names
from buddylab.target.types import members

LISTS = {"list": "values", "damaged": "nodes"}  # and the words that can be their nodes
HEAPS = {"heap": "memory", "other": "more"}  # and the words that they hand out
SEED, PLAN, PLANNED, REQUESTS = "seed", "plan", "planned", "requests"


def places() -> Places:
    """Those of the program that GDB has loaded, which is the practice image and runs."""
    request = gdb.parse_and_eval("request")
    fields = members.fields(request.type)
    action = next(field for field in fields if field.name == "action")
    actions = {int(each.enumval): str(each.name).lower() for each in members.type_of(action).fields()}
    at = ask.address(request)
    lists = [_list(name, words) for name, words in LISTS.items()]
    return Places(
        {str(field.name): at + members.start(field) for field in fields},
        ask.address(gdb.parse_and_eval("result")),
        actions,
        {each.head: each for each in lists},  # whose only word it is
        {_at(name): _heap(name) for name in HEAPS},
        {_at(name): _array(memory) for name, memory in HEAPS.items()},
    )


def wish(seed: int, topics: Sequence[str], requests: int) -> Dict[int, int]:
    """The words with which the machine is switched on, by address: what its program is to do, topic after topic."""
    plan = gdb.parse_and_eval(PLAN)
    numbers = [int(gdb.parse_and_eval(topic.upper())) for topic in topics]
    words = {_at(SEED): seed, _at(PLANNED): len(numbers), _at(REQUESTS): requests}
    first = ask.address(plan)
    return {**words, **{first + WORD * at: number for at, number in enumerate(numbers)}}


def kept(copy: Tuple[int, bytes]) -> Memory:
    """A copy of memory, where it starts and what it holds, to be read like memory."""
    start, data = copy

    def fetch(address: int, size: int) -> bytes:
        return data[address - start : address - start + size]

    return Memory(fetch, (range(start, start + len(data)),))


def _at(name: str) -> int:
    return ask.address(gdb.parse_and_eval(name))


def _array(name: str) -> Array:
    words = gdb.parse_and_eval(name)
    return Array(name, ask.address(words), words.type.range()[1] + 1)


def _list(name: str, words: str) -> ListPlace:
    return ListPlace(name, _at(f"{name}.head"), _array(words), name == "damaged")


def _heap(name: str) -> HeapShape:
    found = heaps.shape(name, gdb.parse_and_eval(name), heaps.Layout(), memory.current(), Names())
    assert found is not None
    return found
