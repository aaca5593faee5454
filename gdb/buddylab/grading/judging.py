"""What the judge of an exercise works with: memory as it is at a stop, by the program's names.

A judge, lab/exercises/NN-name/judge.py, has two things: vary(), which gives other inputs than those in the source, so
that a stored answer is found out, and TESTS. It looks at memory only; what the machine printed does not count.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Callable, Dict, List, Mapping, Optional, Protocol, Sequence, Type

from buddylab.check import check
from buddylab.grading.blame import Misjudged, blamed
from buddylab.heaps.check_heap import check_heap
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.heap_model import Block
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


@dataclass(frozen=True)
class Judge:
    """What lab/exercises/NN-name/judge.py says."""

    vary: Callable[[Random], Inputs]
    tests: Sequence[Test]


def load(path: Path) -> Judge:
    """The judge in the file at `path`; Misjudged says what is wrong with it."""
    with blamed(path):
        spec = importlib.util.spec_from_file_location("judge", path)
        assert spec is not None  # it ends in .py
        module = importlib.util.module_from_spec(spec)
        # Not as Python imports it: from a file that was changed within a second it may take the bytecode of before.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    for name in ("vary", "TESTS"):
        if not hasattr(module, name):
            raise Misjudged(f"{path.name}: it has no {name}; expected vary(random) and TESTS")
    tests = module.TESTS
    if not isinstance(tests, (tuple, list)) or not tests or not all(isinstance(test, Test) for test in tests):
        raise Misjudged(f"{path.name}: TESTS is {type(tests).__name__}; expected a tuple with a Test(…) or more")
    for test in tests:
        if type(test.stop) is not int or not isinstance(test.name, str) or not callable(test.fault):
            raise Misjudged(f"{path.name}: Test({test.stop!r}, {test.name!r}, …); expected a stop, a name, a function")
    return Judge(module.vary, tests)


def vary(judge: Judge, path: Path, random: Random) -> Inputs:
    """What the judge's vary gives: words for variables; Misjudged if it is anything else."""
    with blamed(path):
        inputs = judge.vary(random)
    if not isinstance(inputs, dict) or not all(isinstance(name, str) for name in inputs):
        raise Misjudged(f"{path.name}: vary() gives {inputs!r}; expected a dict of names and lists of numbers")
    for name, words in inputs.items():
        if not isinstance(words, (list, tuple)) or not all(type(word) is int for word in words):
            raise Misjudged(f"{path.name}: vary() gives {words!r} for {name}; expected a list of numbers")
        if not all(0 <= word < 1 << 8 * WORD for word in words):
            raise Misjudged(
                f"{path.name}: vary() gives {words!r} for {name}; expected numbers of 64 bits, none below 0"
            )
    return inputs


def fault(test: Test, path: Path, state: State, *passing: Type[BaseException]) -> Optional[str]:
    """What a test says; Misjudged if that is neither None nor a sentence. Exceptions in `passing` pass."""
    with blamed(path, *passing):
        said = test.fault(state)
    if said is not None and (not isinstance(said, str) or not said.strip()):
        raise Misjudged(f"{path.name}: the test '{test.name}' gives {said!r}; expected None or a sentence")
    return said


def order_for(size: int) -> int:
    """The order of the blocks that serve so many bytes."""
    return max(SMALLEST, (size - 1).bit_length())


def handed_out(address: int, asked: int) -> Block:
    """The block at `address` that serves so many bytes."""
    return Block(address, order_for(asked), None, asked)


def _path(nodes: Sequence[int], label: Label) -> str:
    return " → ".join([*(label(node) or f"{node:#x}" for node in nodes), "null"])
