"""Says what is wrong with the numbers that a heap keeps: how many lists are in use, and its counters."""

from __future__ import annotations

from typing import Iterator, Optional

from buddylab import poison
from buddylab.heaps.heap_model import Heap, below_zero, is_absurd
from buddylab.model import Problem


def check_order(heap: Heap, word_size: int = 8) -> Iterator[Problem]:
    """The number of lists in use fits the lists that there are."""
    if heap.order is None:
        return
    array = heap.lists[0].array if heap.lists else "it"
    below = below_zero(heap.order, word_size)
    said = f"order is {heap.order if below is None else below}"
    if heap.order > heap.room:
        said += f", but {array} has {heap.room} lists; expected {heap.room} at most."
    elif heap.order < len(heap.lists):
        last = len(heap.lists) - 1
        said += f", but list {last} is in use; expected {last + 1} at least."
    elif heap.order == 0 and heap.total:
        said += f", but total is {heap.total}; expected a list for the memory that was added."
    else:
        return
    yield Problem("order", heap.address, said)


def check_books(heap: Heap, word_size: int = 8) -> Iterator[Problem]:
    """The counters can be true, and agree with what a walk finds."""
    for message in (_total(heap, word_size), *(_counter(heap, name, word_size) for name in ("user", "allocated"))):
        if message:
            yield Problem("counters", heap.address, message)
    yield from _left(heap)
    expected = heap.unused
    if expected is None or not all(each.chain.ends_well for each in heap.lists):
        return
    if any(problem.kind == "tree" for problem in heap.problems):
        return  # it would be told of the same bytes once more
    whole = f"{'total' if heap.tree is None else 'all'} {heap.total}"
    if heap.free_bytes != expected:
        yield Problem(
            "counters",
            heap.address,
            f"The free blocks add up to {heap.free_bytes} bytes, but {whole} - allocated {heap.allocated} = "
            f"{expected} bytes; they differ by {abs(heap.free_bytes - expected)}.",
        )
    if heap.taken is not None:
        handed_out = sum(block.size for block in heap.taken)
        if handed_out != heap.allocated:
            yield Problem(
                "counters",
                heap.address,
                f"The blocks handed out add up to {handed_out} bytes, but allocated is {heap.allocated}.",
            )


def _left(heap: Heap) -> Iterator[Problem]:
    """What counts the bytes that are free agrees with the blocks, and with how few there ever were."""
    if heap.left is None:
        return
    name, left = heap.left
    if left != heap.free_bytes and all(each.chain.ends_well for each in heap.lists):
        told = f"The free blocks add up to {heap.free_bytes} bytes, but {name} is {left}"
        yield Problem("counters", heap.address, f"{told}; they differ by {abs(heap.free_bytes - left)}.")
    if heap.least is not None and heap.least[1] > left:
        told = f"{heap.least[0]} is {heap.least[1]}, but {name} is {left}; expected at most that"
        yield Problem("counters", heap.address, f"{told}.")


def _total(heap: Heap, word_size: int) -> Optional[str]:
    if heap.total is None or not is_absurd(heap.total):
        return None
    below = below_zero(heap.total, word_size)
    if below is not None and below != -1:  # every bit of -1 is set, as in memory that was erased
        return f"total is {below}, below zero; expected the bytes that were added."
    clause = poison.clause(heap.total, None, word_size)
    return f"total is {heap.total:#x}, more than any memory has{clause}; expected the bytes that were added."


def _counter(heap: Heap, name: str, word_size: int) -> Optional[str]:
    """What is wrong with user or allocated, each of which another counter bounds."""
    value, bound, limit = (
        (heap.user, "allocated", heap.allocated) if name == "user" else (heap.allocated, "total", heap.total)
    )
    if value is None:
        return None
    if is_absurd(value):
        clause = poison.clause(value, None, word_size)
        return f"{name} is {value:#x}, more than any memory has{clause}; expected at most {bound}."
    if value < 0:
        out = "asked for" if name == "user" else "handed out"
        return f"{name} is {value}: more was given back than {out}."
    if limit is not None and 0 <= limit < value:
        return f"{name} is {value}, but {bound} is {limit}; expected at most that."
    return None
