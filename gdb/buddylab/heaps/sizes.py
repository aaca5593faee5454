"""How large blocks are, by where they lie: nothing else tells that of lists whose nodes are but links."""

from __future__ import annotations

from math import gcd
from typing import Dict, List, Optional, Sequence, Tuple

PAGE = 4096  # what few blocks are, where each of them may be one
SURE = 8  # blocks whose distances tell their size; of fewer all may happen to be an even number of blocks apart
STRAY = 20  # one block in so many may lie anywhere, since a link was overwritten
SEVERAL = 3  # blocks of a buddy system that tell its sizes
TRIED = 4  # large blocks from whose places the others' may be counted
TOP = 40  # powers of two that the smallest block of a buddy system may be


def of_equals(nodes: Sequence[int], least: int) -> Optional[int]:
    """The size in bytes of blocks that are all of one size and begin at `nodes`; None where these do not tell.

    It is what all distances between them are multiples of, `least` or more.
    """
    places = sorted(set(nodes))
    if len(places) >= SURE:
        even = _evenness(places)
        size = _distance([place for place in places if place % even == 0])
    else:
        pages = [place for place in places if place % PAGE == 0]
        size = PAGE if places and 2 * len(pages) >= len(places) else _distance(places)
        size = 0 if size & (size - 1) else size
    return size if size >= least else None


def _distance(places: Sequence[int]) -> int:
    """What all distances between these addresses are multiples of; 0 of one."""
    size = 0
    for one, two in zip(places, places[1:]):
        size = gcd(size, two - one)
    return size


def _evenness(places: Sequence[int]) -> int:
    """The largest power of two that nearly all of these addresses are multiples of."""
    most = len(places) // STRAY
    even = 1
    while even < 1 << TOP and sum(1 for place in places if place % (2 * even)) <= most:
        even *= 2
    return even


def of_buddies(lists: Sequence[Sequence[int]], least: int) -> Optional[int]:
    """The size of the blocks of the first list, where each list has blocks of twice the size of the one before.

    None where no size of `least` or more bytes makes the lists a buddy system, or where blocks are too few to tell. Of
    several sizes the largest is meant by which some block is an upper half: by a smaller one none would be. Where a few
    blocks are wrong by any size, it is the one by which the fewest are.
    """
    count = sum(map(len, lists))
    found: Dict[int, int] = {}
    size = 1 << (least - 1).bit_length()
    while size < 1 << TOP and count >= SEVERAL:
        each = doubling(size, len(lists))
        base = base_of(lists, each)
        bad = wrong(lists, each, base, least)
        if bad * SURE > count:
            break
        if _has_upper(lists, each, base) and _are_merged(lists, each, base):
            found[size] = bad
        size *= 2
    sound = [size for size, bad in found.items() if not bad]
    fewest = sorted(found, key=lambda size: (found[size], size))
    return max(sound) if sound else fewest[0] if fewest else None


def doubling(size: int, count: int) -> Tuple[int, ...]:
    """The sizes of so many lists, each twice as large as the one before."""
    return tuple(size << number for number in range(count))


def base_of(lists: Sequence[Sequence[int]], sizes: Sequence[int]) -> int:
    """From where the places of blocks are counted: 0 where that will do, else where large blocks suggest it."""
    places = _places(lists, sizes)
    large = sorted(places, key=lambda place: -place[1])[:TRIED]
    ways = [0, *(node % large[0][1] for node, _ in large)]
    base = min(ways, key=lambda way: sum((node - way) % size != 0 for node, size in places))
    first = min((node for node, _ in places), default=0)
    return base and base + max(0, first - base) // large[0][1] * large[0][1]


def wrong(lists: Sequence[Sequence[int]], sizes: Sequence[int], base: int, least: int) -> int:
    """How many blocks can be none of these sizes: too small, at no multiple of their size from `base` on, in others."""
    places = sorted(_places(lists, sizes))
    bad = sum(size < least or (node - base) % size != 0 for node, size in places)
    return bad + sum(one + size > two for (one, size), (two, _) in zip(places, places[1:]))


def _places(lists: Sequence[Sequence[int]], sizes: Sequence[int]) -> List[Tuple[int, int]]:
    return [(node, size) for nodes, size in zip(lists, sizes) for node in nodes]


def larger(lists: Sequence[Sequence[int]], size: int, than: int) -> int:
    """How many blocks are larger than so many bytes, if those of the first list have `size`."""
    return sum(len(nodes) for number, nodes in enumerate(lists) if size << number > than)


def _has_upper(lists: Sequence[Sequence[int]], sizes: Sequence[int], base: int) -> bool:
    """Whether a block is the upper half of one of twice its size."""
    return any((node - base) // size % 2 for node, size in _places(lists, sizes))


def _are_merged(lists: Sequence[Sequence[int]], sizes: Sequence[int], base: int) -> bool:
    """Whether hardly any block is on the same list as its buddy, but for the last: a buddy system merges these."""
    apart = 0
    for nodes, size in zip(lists[:-1], sizes):
        here = set(nodes)
        apart += sum(base + (node - base ^ size) in here for node in here)
    return apart * SURE <= sum(map(len, lists))
