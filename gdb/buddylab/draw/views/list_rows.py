"""The rows of a map of lists that are no buddy system's: one a list, and blocks of one size that touch are one bar."""

from __future__ import annotations

from functools import partial
from typing import Callable, List, Sequence, Tuple

from buddylab.draw.bars.strips import Row, Strip
from buddylab.draw.views.block_states import States, key
from buddylab.heaps.free_list import Block, FreeList, block_of
from buddylab.heaps.heap_model import PAGES
from buddylab.spelling import count, human, neighbours

Bar = Callable[[Block], Strip]  # of a block by itself


def rows(states: States, bar: Bar) -> List[Row]:
    """A row for each list that has blocks; `bar` draws one."""
    lists = [each for each in states.heap.lists if each.count]
    return [_row(states, each, bar, alone=len(states.heap.lists) == 1) for each in lists]


def _row(states: States, each: FreeList, bar: Bar, alone: bool) -> Row:
    blocks = sorted(set(each.blocks()), key=lambda block: (block.address, block.size))
    if states.heap.kind == PAGES:
        strips = [_run(states, run, bar) for run in neighbours(blocks, partial(_go_together, states))]
    else:
        strips = [bar(block) for block in blocks]
    title = "free" if alone else f"list {each.order}"
    return Row(f"map-list-{each.order}", title, f"{each.count} free", tuple(strips))


def _go_together(states: States, one: Block, two: Block) -> bool:
    """Whether two blocks are drawn as one bar: they touch, and nothing happened to either."""
    marked = any((block.address, block.order) in states.marks for block in (one, two))
    return one.end == two.address and not marked


def _run(states: States, blocks: Sequence[Block], bar: Bar) -> Strip:
    """The bar of blocks that touch."""
    if len(blocks) == 1:
        return bar(blocks[0])
    start, stop = blocks[0].address, blocks[-1].end
    say = partial(_said, states.at(start), len(blocks), blocks[0].size)
    return Strip(key(block_of(start, stop - start)), start, stop, "free", say, count=len(blocks))


def _said(at: str, number: int, size: int) -> Tuple[Tuple[str, ...], str]:
    """The texts and the meaning of the bar of several blocks."""
    blocks, total = count(number, "block"), human(number * size)
    texts = f"{at} · {blocks} · {total}", f"{blocks} · {total}", blocks, str(number)
    return texts, f"{at}: {blocks} of {human(size)} that touch, {total}, free"
