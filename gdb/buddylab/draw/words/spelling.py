"""How sizes, counts and names in a row are written."""

from __future__ import annotations

import re
from typing import Callable, List, Sequence, Tuple

from buddylab.model import Word

UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def human(size: int) -> str:
    """A size in the largest unit that leaves it whole: 8 B, 1016 B, 64 KiB."""
    unit = 0
    while size and size % 1024 == 0 and unit < len(UNITS) - 1:
        size //= 1024
        unit += 1
    return f"{size} {UNITS[unit]}"


def shortener(words: Sequence[Word]) -> Callable[[str], str]:
    """Leaves out the array's name where every one of the words is an element of the same array."""
    bases = {re.sub(r"\[\d+\]$", "", word.label or "") for word in words}
    base = bases.pop() if len(bases) == 1 else ""
    return lambda name: name[len(base) :] if base and name.startswith(base + "[") else name


def names(each: Sequence[str]) -> str:
    """Names in a row, three or more neighbours of one array joined: values[1] to values[15] and list.head."""
    groups: List[List[Tuple[str, str, int]]] = []
    for name in each:
        match = re.fullmatch(r"(.*)\[(\d+)\]", name)
        base, index = (match.group(1), int(match.group(2))) if match else (name, -1)
        last = groups[-1][-1] if groups else ("", "", -2)
        if match and last[1] == base and last[2] == index - 1:
            groups[-1].append((name, base, index))
        else:
            groups.append([(name, base, index)])
    joined: List[str] = []
    for group in groups:
        several = [f"{group[0][0]} to {group[-1][0]}"]
        joined += several if len(group) > 2 else [name for name, _, _ in group]
    return together(joined)


def together(each: Sequence[str]) -> str:
    """What stands in a row: one, one and two, one, two and three."""
    return " and ".join([", ".join(each[:-1])] * (len(each) > 1) + [*each[-1:]])


def numbers(each: Sequence[int]) -> str:
    """Numbers in a row, three or more neighbours joined: 0 to 3, 5 and 7."""
    return names([f"[{number}]" for number in each]).replace("[", "").replace("]", "")


def count(number: int, noun: str, none: str = "0") -> str:
    """1 node, 2 nodes; of 0 there are `none`."""
    return f"{number} {noun}" if number == 1 else f"{number or none} {noun}s"
