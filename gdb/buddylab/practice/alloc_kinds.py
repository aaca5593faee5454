"""Questions about a request for memory: whether it is served, by which block, and what is left."""

from __future__ import annotations

from typing import List, Tuple

from buddylab.practice.question import Case, Form, Kind, Truth, sentence, size
from buddylab.practice.state import State
from buddylab.spelling import plural, together


def source(was: State) -> int:
    """The order of the list whose first block serves the request; behind the last order where none can."""
    orders = range(was.request.least, len(was.heap.lists))
    return next((order for order in orders if was.first(order)), len(was.heap.lists))


def needs(was: State) -> str:
    """Which block the request needs, and why."""
    wanted = was.request
    aligned = 1 << wanted.least > max(8, 1 << (wanted.size - 1).bit_length())
    where = f" at a multiple of {wanted.align}" if aligned else ""
    return f"{size(wanted.size)}{where} need a block of {1 << wanted.least}"


def refused(case: Case) -> str:
    """Why the request failed, as a clause; "" where it did not, or memory does not show it."""
    was, block = case.was, 1 << case.was.request.least
    if case.now.result or was.largest >= block:
        return ""
    largest = f"the largest that is free has {was.largest}" if was.largest else "none is free"
    though = f", though {was.unused} are free in all" if was.unused >= block else ""
    return f"{needs(was)}, and {largest}{though}"


def served(case: Case) -> str:
    """Which block served the request, as a clause; "" where none did, or memory does not show it."""
    was, order, least = case.was, source(case.was), case.was.request.least
    if not case.now.result or case.now.result != was.first(order):
        return ""
    if order == least:
        return f"{needs(was)}, and the one in front of {was.free_list(least)} goes out"
    smallest = f"the smallest one that is large enough has {1 << order}, at {case.now.result:#x}"
    return f"{needs(was)}, and {smallest}: that is split, and its lower end goes out"


class Fails(Kind):
    """Whether the request fails."""

    name, level, actions, form, fragments = "fails", 1, ("alloc",), Form.YES, True

    def text(self, was: State, about: int) -> str:
        return "Will this request fail?"

    def truth(self, case: Case) -> Truth:
        return case.now.result == 0

    def told(self, case: Case, truth: str) -> str:
        return "It failed." if case.now.result == 0 else f"It returned {case.now.result:#x}."

    def why(self, case: Case) -> str:
        return sentence(refused(case) or served(case))


class Bytes(Kind):
    """How many bytes go out."""

    name, level, actions, form = "bytes", 1, ("alloc",), Form.NUMBER

    def text(self, was: State, about: int) -> str:
        return "How many bytes will be handed out for it (0 if it fails)?"

    def truth(self, case: Case) -> Truth:
        return case.now.allocated - case.was.allocated

    def told(self, case: Case, truth: str) -> str:
        return f"{size(case.now.allocated - case.was.allocated)} were handed out."

    def why(self, case: Case) -> str:
        if not case.now.result:
            return sentence(refused(case))
        return sentence(needs(case.was)) if self.truth(case) == 1 << case.was.request.least else ""


class Returns(Kind):
    """Which address it returns."""

    name, level, actions = "returns", 2, ("alloc",)

    def text(self, was: State, about: int) -> str:
        return "Which address will it return (null if it fails)?"

    def truth(self, case: Case) -> Truth:
        return case.now.result

    def told(self, case: Case, truth: str) -> str:
        return f"It returned {truth}."

    def why(self, case: Case) -> str:
        return sentence(refused(case) or served(case))


class Splits(Kind):
    """How many blocks are split."""

    name, level, actions, form = "splits", 2, ("alloc",), Form.NUMBER

    def text(self, was: State, about: int) -> str:
        return "How many times will a block be split in two for it?"

    def truth(self, case: Case) -> Truth:
        """Each split makes two free blocks of one, and a request that is served takes one of them away."""
        return len(case.now.heap.free()) - len(case.was.heap.free()) + (1 if case.now.result else 0)

    def told(self, case: Case, truth: str) -> str:
        return (
            "No block was split."
            if truth == "0"
            else f"A block was split {'once' if truth == '1' else f'{truth} times'}."
        )

    def why(self, case: Case) -> str:
        if not case.now.result:
            return sentence(refused(case))
        order, least = source(case.was), case.was.request.least
        if self.truth(case) != order - least or case.now.result != case.was.first(order):
            return ""
        if order == least:
            return sentence(served(case))
        sizes = together([str(1 << each) for each in range(order, least, -1)])
        were = "was" if order == least + 1 else "were"
        return f"{needs(case.was)}, and the smallest one that is large enough has {1 << order}: {sizes} {were} halved."


class Front(Kind):
    """What the head of a list will hold."""

    name, level, actions = "front", 2, ("alloc",)

    def abouts(self, was: State) -> List[int]:
        return list(was.orders)

    def text(self, was: State, about: int) -> str:
        return f"What will {was.free_list(about)} hold then?"

    def truth(self, case: Case) -> Truth:
        return case.now.first(case.about)

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.free_list(case.about)} holds {truth}."

    def why(self, case: Case) -> str:
        was, order, about = case.was, source(case.was), case.about
        holds, least = case.now.first(about), was.request.least
        if not case.now.result:
            same = holds == was.first(about) and refused(case)
            return f"A request that fails changes nothing: {refused(case)}." if same else ""
        block, used = was.first(order), was.free_list(order)
        if case.now.result != block:
            return ""
        if not least <= about <= order:
            reason = f"{used} had one" if about > order else "this list has smaller ones"
            return f"{needs(was)}, and {reason}, so nothing changed here." if holds == was.first(about) else ""
        if about < order:
            half = f"in splitting that, an upper half of {1 << about} came here"
            smallest = f"the smallest one that was large enough had {1 << order}, at {block:#x}"
            return f"{needs(was)}, and {smallest}: {half}." if holds == block + (1 << about) else ""
        if holds != was.link(block):
            return ""
        rest = "the next one is in front now" if holds else "it was the only one there"
        return f"The block in front, {block:#x}, was taken for it, and {rest}."


class Largest(Kind):
    """How large the largest free block will be."""

    name, level, actions, form, fragments = "largest", 2, ("alloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many bytes will the largest free block of {was.heap.label} have then (0 if none is free)?"

    def truth(self, case: Case) -> Truth:
        return case.now.largest

    def told(self, case: Case, truth: str) -> str:
        return f"The largest free block has {size(case.now.largest)}." if case.now.largest else "Nothing is free."

    def why(self, case: Case) -> str:
        was, had, has = case.was, case.was.largest, case.now.largest
        if not case.now.result:
            return sentence(refused(case)) if had == has else ""
        order = source(was)
        if case.now.result != was.first(order):
            return ""
        of_that = sum(block.size == had for block in was.heap.free())
        used = f"The block of {1 << order} bytes at {case.now.result:#x} was taken for it"
        if had == has:
            return f"{used}, and another one of {had} is left." if of_that > 1 or 1 << order < had else ""
        if 1 << order != had or of_that != 1:
            return ""
        rest = f"of what is left the largest has {has}" if has else "nothing is left"
        return f"{used}, the only one of its size; {rest}."


class Lists(Kind):
    """Which lists will begin with another block."""

    name, level, actions, form = "lists", 3, ("alloc",), Form.ORDERS

    def text(self, was: State, about: int) -> str:
        heads = f"{was.free_list(was.orders[0])} to {was.free_list(was.orders[-1])}"
        return f"Which of {heads} will hold something else then?"

    def truth(self, case: Case) -> Truth:
        return frozenset(order for order in case.was.orders if case.was.first(order) != case.now.first(order))

    def told(self, case: Case, truth: str) -> str:
        orders = sorted(self.truth(case))  # type: ignore[arg-type]
        return (
            f"{plural(len(orders), 'List')} {together(list(map(str, orders)))} changed."
            if orders
            else "No list changed."
        )

    def why(self, case: Case) -> str:
        was, order, least = case.was, source(case.was), case.was.request.least
        if not case.now.result:
            return sentence(refused(case))
        if case.now.result != was.first(order) or self.truth(case) != frozenset(range(least, order + 1)):
            return ""
        if order == least:
            return sentence(served(case))
        below = f"list {least} gets" if order == least + 1 else f"each of the lists {least} to {order - 1} gets"
        smallest = f"list {order} has the smallest one that is large enough"
        return f"{needs(was)}, and {smallest}: it gives that away, and {below} an upper half."


class Left(Kind):
    """How many bytes will be free."""

    name, level, actions, form, fragments = "left", 1, ("alloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many bytes of {was.heap.label} will be free then, in all blocks together?"

    def truth(self, case: Case) -> Truth:
        return case.now.heap.free_bytes

    def told(self, case: Case, truth: str) -> str:
        return f"{size(case.now.heap.free_bytes)} are free."

    def why(self, case: Case) -> str:
        had, has, block = case.was.heap.free_bytes, case.now.heap.free_bytes, 1 << case.was.request.least
        if not case.now.result:
            return sentence(refused(case)) if had == has else ""
        return f"{needs(case.was)}, and {had} were free." if had - has == block else ""


class Lost(Kind):
    """How many bytes are lost inside blocks."""

    name, level, actions, form, fragments = "lost", 3, ("alloc",), Form.NUMBER, True

    def text(self, was: State, about: int) -> str:
        return f"How many of the bytes that {was.heap.label} has handed out will nobody have asked for then?"

    def truth(self, case: Case) -> Truth:
        return case.now.allocated - case.now.user

    def told(self, case: Case, truth: str) -> str:
        return f"{case.now.allocated} are handed out, and {case.now.user} of them were asked for."

    def why(self, case: Case) -> str:
        was, now = case.was, case.now
        lost, more = was.allocated - was.user, now.allocated - now.user - was.allocated + was.user
        if not now.result:
            return sentence(refused(case)) if not more else ""
        block, wanted = 1 << was.request.least, was.request.size
        return f"{lost} were lost before, and {block} for {wanted} lose {more} more." if more == block - wanted else ""


KINDS: Tuple[Kind, ...] = (*(Fails(), Bytes(), Left(), Returns(), Splits(), Front(), Largest(), Lists(), Lost()),)
