"""What options say by an expression in one variable: --order-size in $order, --block in $node."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Callable, Iterator, Tuple

import gdb

from buddylab.heaps.heap_model import is_absurd
from buddylab.target import ask, values

Evaluate = Callable[[str], gdb.Value]


def sizes(expression: str, count: int) -> Tuple[int, ...]:
    """The size of the blocks of each list, by its $order."""
    with _kept("order"):
        found = [_value(expression, "order", order, values.evaluate) for order in range(count)]
    if any(size <= 0 or is_absurd(size) for size in found):
        raise gdb.GdbError(f"--order-size {expression} is no number of bytes for each $order from 0 to {count - 1}.")
    return tuple(found)


def blocks(expression: str) -> Callable[[int], int]:
    """A function from a node's address, $node, to that of its block."""
    with _kept("node"), suppress(values.OutOfReach):
        _value(expression, "node", 0, values.evaluate)  # tells a mistake in the expression

    @lru_cache(maxsize=None)  # many ask
    def block(node: int) -> int:
        with _kept("node"):
            return _value(expression, "node", node)

    return block


def _value(expression: str, variable: str, number: int, evaluate: Evaluate = gdb.parse_and_eval) -> int:
    """The value of the expression where the variable is that number; addresses and sizes are never below zero."""
    word = gdb.selected_inferior().architecture().integer_type(8 * ask.word_size(), False)
    gdb.set_convenience_variable(variable, gdb.Value(number).cast(word))
    value = evaluate(expression)
    return int(value) % (1 << 8 * value.type.sizeof)  # 1<<31 is a negative number in C


@contextmanager
def _kept(variable: str) -> Iterator[None]:
    """The user's own variable of that name stays as it is."""
    before = gdb.convenience_variable(variable)
    try:
        yield
    finally:
        gdb.set_convenience_variable(variable, before)
