"""How sizes, counts, and what stands in a row are written. addresses.py tells it of addresses."""

from __future__ import annotations

import itertools
import re
from typing import Callable, Iterable, List, Optional, Sequence, Tuple, TypeVar

UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")

T = TypeVar("T")


def human(size: int) -> str:
    """A size in the largest unit that leaves it whole: 8 B, 1016 B, 64 KiB."""
    unit = 0
    while size and size % 1024 == 0 and unit < len(UNITS) - 1:
        size //= 1024
        unit += 1
    return f"{size} {UNITS[unit]}"


def shortener(each: Iterable[Optional[str]]) -> Callable[[str], str]:
    """Leaves out the array's name where every one of these names is that of an element of the same array."""
    bases = {re.sub(r"\[\d+\]$", "", name or "") for name in each}
    base = bases.pop() if len(bases) == 1 else ""
    return lambda name: name[len(base) :] if base and name.startswith(base + "[") else name


def neighbours(each: Iterable[T], follows: Callable[[T, T], bool]) -> List[List[T]]:
    """What stands in a row, cut wherever two are no neighbours; `follows` is asked of one and the next."""
    found: List[List[T]] = []
    for one in each:
        if found and follows(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def filenames(each: Sequence[str]) -> List[str]:
    """What the files of each of these names are called: letters, digits, dots and lines, each another one."""
    found: List[str] = []
    for one in each:
        name = re.sub(r"[^\w.]+", "-", one).strip("-.")[:60] or "student"
        several = (name if not more else f"{name}-{more + 1}" for more in itertools.count())
        taken = {other.casefold() for other in found}
        found.append(next(each for each in several if each.casefold() not in taken))
    return found


def names(each: Sequence[str]) -> str:
    """Names in a row, three or more neighbours of one array joined: values[1] to values[15] and list.head."""
    joined: List[str] = []
    for run in neighbours(map(_element, each), lambda one, other: (one[1], one[2] + 1) == other[1:]):
        joined += [f"{run[0][0]} to {run[-1][0]}"] if len(run) > 2 else [name for name, _, _ in run]
    return together(joined)


def _element(name: str) -> Tuple[str, str, int]:
    """A name; of an array's element also the array's name, and which one it is, which is -2 of anything else."""
    match = re.fullmatch(r"(.*)\[(\d+)\]", name)
    return (name, match.group(1), int(match.group(2))) if match else (name, name, -2)


def together(each: Sequence[str]) -> str:
    """What stands in a row: one, one and two, one, two and three."""
    return " and ".join([", ".join(each[:-1])] * (len(each) > 1) + [*each[-1:]])


def numbers(each: Sequence[int]) -> str:
    """Numbers in a row, three or more neighbours joined: 0 to 3, 5 and 7."""
    return names([f"[{number}]" for number in each]).replace("[", "").replace("]", "")


def runs(each: Sequence[int]) -> str:
    """Numbers in a row, neighbours joined, as short as may be: 0 to 2, 6, 8 to 31."""
    found = neighbours(each, lambda one, other: other == one + 1)
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in found)


def agree(number: int, one: str, many: str) -> str:
    """What is said of so many: was, were."""
    return one if number == 1 else many


def plural(number: int, noun: str) -> str:
    """What so many are called: node, nodes."""
    return agree(number, noun, f"{noun}s")


def count(number: int, noun: str, none: str = "0") -> str:
    """1 node, 2 nodes; of 0 there are `none`."""
    return f"{number or none} {plural(number, noun)}"


def again(time: int) -> str:
    """Behind what may happen more than once, such as a stop: which time it is; nothing the first time."""
    return f" (time {time})" if time > 1 else ""
