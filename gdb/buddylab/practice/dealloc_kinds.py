"""Questions about a block that is given back: which block is its buddy, whether they merge, and what comes of it."""

from __future__ import annotations

from typing import List, Tuple

from buddylab.practice.question import Case, Form, Kind, Truth, sentence, size
from buddylab.practice.state import State
from buddylab.spelling import count, together


def order(case: Case) -> int:
    """Of the block, by what the heap took off its books."""
    return (case.was.allocated - case.now.allocated).bit_length() - 1


def buddies(case: Case) -> List[int]:
    """The blocks with which it was merged, one after the other, as the lists before and after show it."""
    at, of, found = case.was.request.word, order(case), []
    end = case.now.free_around(at)
    while end is not None and of < end.order and (at ^ 1 << of) in case.was.blocks(of):
        found.append(at ^ 1 << of)
        at, of = at & ~(1 << of), of + 1
    return found if end is not None and (at, of) == (end.address, end.order) else []


def merged(case: Case) -> bool:
    """Whether it was merged at all: whether it lies in a larger free block."""
    end = case.now.free_around(case.was.request.word)
    return end is not None and end.order > order(case)


def stays(case: Case) -> str:
    """Why the free block in which it ended was not merged further, as a clause; "" where memory does not show it."""
    end = case.now.free_around(case.was.request.word)
    if end is None:
        return ""
    if end.order + 1 == len(case.was.heap.lists):
        return f"blocks of {end.size} bytes are the largest that this heap has"
    buddy = end.address ^ end.size
    which = f"the next buddy, at {buddy:#x}," if merged(case) else f"its buddy, at {buddy:#x},"
    taken = case.was.heap.taken or ()
    if any((block.address, block.order) == (buddy, end.order) for block in taken):
        return f"{which} is handed out"
    inside = any(buddy <= block.address < buddy + end.size for block in (*taken, *case.was.heap.free()))
    return f"{which} is split" if inside else ""


def course(case: Case) -> str:
    """With which blocks it was merged, and why no further, as a clause; "" where memory does not show it."""
    why, met = stays(case), buddies(case)
    if not why or merged(case) != bool(met):
        return ""
    if not met:
        return f"it does not merge because {why}"
    each = together([f"{address:#x}" for address in met])
    which = f"buddies at {each}, one after the other" if len(met) > 1 else f"buddy at {each}"
    return f"it merges with its {which}, and {why}"


class Bit(Kind):
    """In which bit its address and its buddy's differ."""

    name, level, actions, form = "bit", 1, ("dealloc",), Form.NUMBER

    def text(self, was: State, about: int) -> str:
        return "In which bit does the address of its buddy differ from that of the block?"

    def truth(self, case: Case) -> Truth:
        return order(case)

    def told(self, case: Case, truth: str) -> str:
        return f"They differ in bit {truth} only."

    def why(self, case: Case) -> str:
        return f"{size(1 << order(case))} came back, and {1 << order(case)} is what bit {order(case)} is worth."


class Buddy(Kind):
    """Where its buddy lies."""

    name, level, actions = "buddy", 2, ("dealloc",)

    def text(self, was: State, about: int) -> str:
        return "What is the address of the block's buddy?"

    def truth(self, case: Case) -> Truth:
        return case.was.request.word ^ 1 << order(case)

    def told(self, case: Case, truth: str) -> str:
        return f"Its buddy is the block at {truth}."

    def why(self, case: Case) -> str:
        block, of = case.was.request.word, order(case)
        return f"The block has {size(1 << of)}: {block:#x} with bit {of} turned over is {block ^ 1 << of:#x}."


class Merges(Kind):
    """Whether it is merged."""

    name, level, actions, form, fragments = "merges", 1, ("dealloc",), Form.YES, True

    def text(self, was: State, about: int) -> str:
        return "Will the block be merged with its buddy?"

    def truth(self, case: Case) -> Truth:
        return merged(case)

    def told(self, case: Case, truth: str) -> str:
        return "It was merged." if merged(case) else "It was not merged."

    def why(self, case: Case) -> str:
        met = buddies(case)
        if merged(case):
            return f"Its buddy, at {met[0]:#x}, is free: it is on {case.was.free_list(order(case))}." if met else ""
        return sentence(stays(case))


class Size(Kind):
    """How large the free block is in which it ends."""

    name, level, actions, form, fragments = "size", 2, ("dealloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return "How many bytes will the free block have in which it lies then?"

    def truth(self, case: Case) -> Truth:
        end = case.now.free_around(case.was.request.word)
        return 0 if end is None else end.size

    def told(self, case: Case, truth: str) -> str:
        return f"The free block in which it lies has {truth} bytes."

    def why(self, case: Case) -> str:
        return sentence(course(case))


class Start(Kind):
    """Where the free block begins in which it ends."""

    name, level, actions = "start", 3, ("dealloc",)

    def text(self, was: State, about: int) -> str:
        return "At which address will the free block begin in which it lies then?"

    def truth(self, case: Case) -> Truth:
        end = case.now.free_around(case.was.request.word)
        return 0 if end is None else end.address

    def told(self, case: Case, truth: str) -> str:
        return f"That free block begins at {truth}."

    def why(self, case: Case) -> str:
        return sentence(course(case))


class Front(Kind):
    """What the head of a list will hold."""

    name, level, actions = "front", 3, ("dealloc",)

    def abouts(self, was: State) -> List[int]:
        return list(was.orders)

    def text(self, was: State, about: int) -> str:
        return f"What will {was.free_list(about)} hold then?"

    def truth(self, case: Case) -> Truth:
        return case.now.first(case.about)

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.free_list(case.about)} holds {truth}."

    def why(self, case: Case) -> str:
        was, about, end = case.was, case.about, case.now.free_around(case.was.request.word)
        way, met, holds = course(case), buddies(case), case.now.first(case.about)
        if end is None or not way:
            return ""
        if about == end.order:
            return sentence(f"{way}; what comes out is in front here") if holds == end.address else ""
        if not order(case) <= about < end.order:
            same = case.now.blocks(about) == was.blocks(about)
            return sentence(f"{way}; that does not touch this list") if same else ""
        buddy = met[about - order(case)]
        rest = [each for each in was.blocks(about) if each != buddy]
        if case.now.blocks(about) != rest:
            return ""
        return sentence(f"{way}; so {buddy:#x} leaves this list{'' if rest else ', as its only block'}")


class Largest(Kind):
    """How large the largest free block will be."""

    name, level, actions, form, fragments = "largest", 2, ("dealloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many bytes will the largest free block of {was.heap.label} have then?"

    def truth(self, case: Case) -> Truth:
        return case.now.largest

    def told(self, case: Case, truth: str) -> str:
        return f"The largest free block has {truth} bytes."

    def why(self, case: Case) -> str:
        end, had, has = case.now.free_around(case.was.request.word), case.was.largest, case.now.largest
        if end is None or not course(case):
            return ""
        if has == had and end.size < had:
            return sentence(f"{course(case)}; so it ends in a block of {end.size}, and one of {had} was free before")
        if has == had == end.size:
            return sentence(
                f"{course(case)}; so it ends in a block of {end.size}, and the largest one had as many before"
            )
        return (
            sentence(f"{course(case)}; so it ends in a block of {has}, now the largest one")
            if has == end.size > had
            else ""
        )


class Pieces(Kind):
    """How many free blocks there will be."""

    name, level, actions, form, fragments = "pieces", 3, ("dealloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many free blocks will {was.heap.label} have then?"

    def truth(self, case: Case) -> Truth:
        return len(case.now.heap.free())

    def told(self, case: Case, truth: str) -> str:
        return f"{count(len(case.now.heap.free()), 'block')} {'is' if truth == '1' else 'are'} free."

    def why(self, case: Case) -> str:
        had, met = len(case.was.heap.free()), len(buddies(case))
        if not course(case) or len(case.now.heap.free()) != had + 1 - met:
            return ""
        made = f", and {count(met, 'merge')} made one of two" if met else ""
        return sentence(f"{course(case)}; {had} were free, one came back{made}")


class Left(Kind):
    """How many bytes will be free."""

    name, level, actions, form, fragments = "left", 1, ("dealloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many bytes of {was.heap.label} will be free then, in all blocks together?"

    def truth(self, case: Case) -> Truth:
        return case.now.heap.free_bytes

    def told(self, case: Case, truth: str) -> str:
        return f"{truth} bytes are free."

    def why(self, case: Case) -> str:
        had, back = case.was.heap.free_bytes, 1 << order(case)
        if case.now.heap.free_bytes != had + back:
            return ""
        return f"{had} were free, and a block of {back} came back, which was handed out for {case.was.request.size}."


KINDS: Tuple[Kind, ...] = (*(Bit(), Merges(), Left(), Buddy(), Size(), Largest(), Start(), Front(), Pieces()),)
