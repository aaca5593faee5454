"""A dump of words as GDB's x prints it, with a column on the right that says what each word is; and names in a row."""

from __future__ import annotations

import re
import textwrap
from contextlib import contextmanager
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from buddylab.draw.words import spelling
from buddylab.model import Places, Word

WIDTH = 80  # columns, beyond which sentences are wrapped in a file, and on a terminal that is as wide
ROW = 16  # bytes that x prints in a line
TAB = 8
_columns = WIDTH  # where they are wrapped just now
Suffix = Callable[[int], str]  # an address to what x prints between it and the colon: " <values+8>", or nothing


def runs(words: Sequence[Word], word_size: int) -> List[List[Word]]:
    """The words, given in address order, cut wherever two neighbours do not touch."""
    result: List[List[Word]] = []
    for word in words:
        assert word.address is not None
        if result and result[-1][-1].address == word.address - word_size:
            result[-1].append(word)
        else:
            result.append([word])
    return result


def blocks(
    words: Sequence[Word],
    meaning: Callable[[Word], str],
    word_size: int,
    suffix: Suffix,
    places: Optional[Places] = None,
) -> List[str]:
    """A block of lines for each contiguous run: two words to a line for 8-byte words and four for 4-byte ones.

    The right-hand column starts at the same place in all of them, at the first two spaces of the line.
    """
    each = runs(words, word_size)
    across = min(ROW // word_size, max(map(len, each), default=1))
    if places is not None:
        return _named(each, meaning, across, word_size, places)
    return [_block(run, [meaning(word) for word in run], across, word_size, suffix) for run in each]


def together(each: Sequence[str]) -> str:
    """Blocks below one another, with a blank line around those of several lines."""
    text = ""
    for before, after in zip(("", *each), each):
        gap = "" if not before else "\n\n" if "\n" in before or "\n" in after else "\n"
        text += gap + after
    return text


def _block(run: Sequence[Word], meanings: Sequence[str], across: int, word_size: int, suffix: Suffix) -> str:
    widths = [max(map(len, meanings[at::across])) for at in range(min(across, len(run)))]
    lines = []
    for start in range(0, len(run), across):
        row = run[start : start + across]
        column = [text.ljust(width) for text, width in zip(meanings[start : start + across], widths)]
        missing = " " * (across - len(row)) * _tabbed(word_size)
        lines.append(f"{line(row, word_size, suffix)}{missing}  {'  '.join(column)}".rstrip())
    return "\n".join(lines)


def _named(
    each: Sequence[Sequence[Word]], meaning: Callable[[Word], str], across: int, word_size: int, places: Places
) -> List[str]:
    """Blocks with names in place of addresses, in columns as wide as those need."""
    tables = []
    for run in each:
        rows = [run[start : start + across] for start in range(0, len(run), across)]
        cells = [line(row, word_size, lambda address: "", places).split("  ") for row in rows]
        empty = [[""] * (across - len(row)) for row in rows]
        tables.append([[*cell, *none, *map(meaning, row)] for cell, none, row in zip(cells, empty, rows)])
    table = [row for rows in tables for row in rows]
    widths = [max(len(row[at]) for row in table if at < len(row)) for at in range(max(map(len, table), default=0))]
    return [
        "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
        for rows in tables
    ]


def line(row: Sequence[Word], word_size: int, suffix: Suffix, places: Optional[Places] = None) -> str:
    """The words of one line exactly as x prints them; or with the names of `places`."""
    address = row[0].address
    assert address is not None
    if places is not None:
        words = [spelling.word(places, word.value, word_size) for word in row]
        return "  ".join([f"{spelling.address(places, address)}:", *words])
    words = ["<unreadable>" if word.value is None else f"0x{word.value:0{2 * word_size}x}" for word in row]
    return "\t".join([f"{address:#x}{suffix(address)}:", *words])


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
    return " and ".join([", ".join(joined[:-1])] * (len(joined) > 1) + joined[-1:])


def numbers(each: Sequence[int]) -> str:
    """Numbers in a row, three or more neighbours joined: 0 to 3, 5 and 7."""
    return names([f"[{number}]" for number in each]).replace("[", "").replace("]", "")


def count(number: int, noun: str) -> str:
    """1 node, 2 nodes."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def fill(sentence: str) -> str:
    """The sentence in lines of WIDTH columns, or of fewer on a narrow terminal, later ones indented."""
    return textwrap.fill(sentence, _columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


@contextmanager
def on_terminal(columns: int) -> Iterator[None]:
    """Meanwhile sentences are for a terminal so wide; beyond WIDTH they look as they do in the walkthrough."""
    global _columns
    before, _columns = _columns, min(columns, WIDTH)
    try:
        yield
    finally:
        _columns = before


def _tabbed(word_size: int) -> int:
    """The columns that a word and the tab in front of it take."""
    return ((2 * word_size + 2) // TAB + 1) * TAB
