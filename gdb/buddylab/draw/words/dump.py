"""A dump of words as GDB's x prints it, with a column on the right that says what each word is."""

from __future__ import annotations

from typing import Callable, List, Sequence

from buddylab.addresses import Spelling
from buddylab.columns import TAB, fill, fit
from buddylab.model import Word
from buddylab.spelling import neighbours

ROW = 16  # bytes that x prints in a line
Suffix = Callable[[int], str]  # an address to what x prints between it and the colon: " <values+8>", or nothing


def blocks(
    words: Sequence[Word],
    meaning: Callable[[Word], str],
    word_size: int,
    suffix: Suffix,
    spelling: Spelling = Spelling(),
) -> List[str]:
    """A block of lines for each run of `words` that touch: two to a line for 8-byte words and four for 4-byte ones.

    `words` are in address order. The right-hand column starts at the same place in all blocks, at the first two spaces
    of the line. Where that is too much for the terminal, there are spaces in place of tabs; where that is too much as
    well, each word has a line of its own.
    """
    each = neighbours(words, lambda one, other: (one.address or 0) + word_size == other.address)
    across = min(ROW // word_size, max(map(len, each), default=1))
    found: List[str] = []
    for number, gap in ((across, "\t"), (across, " "), (1, "\t")):
        found = _blocks(each, meaning, number, gap, word_size, suffix, spelling)
        if all(map(fit, "\n".join(found).split("\n"))):
            break
    return ["\n".join(map(beside, block.split("\n"))) for block in found]


def together(each: Sequence[str]) -> str:
    """Blocks below one another, with a blank line around those of several lines."""
    text = ""
    for before, after in zip(("", *each), each):
        gap = "" if not before else "\n\n" if "\n" in before or "\n" in after else "\n"
        text += gap + after
    return text


def _blocks(
    each: Sequence[Sequence[Word]],
    meaning: Callable[[Word], str],
    across: int,
    gap: str,
    word_size: int,
    suffix: Suffix,
    spelling: Spelling,
) -> List[str]:
    if spelling.relative:
        return _named(each, meaning, across, word_size, spelling)
    return [_block(run, [meaning(word) for word in run], across, gap, word_size, suffix) for run in each]


def _block(run: Sequence[Word], meanings: Sequence[str], across: int, gap: str, word_size: int, suffix: Suffix) -> str:
    taken = ((2 * word_size + 2) // TAB + 1) * TAB if gap == "\t" else 2 * word_size + 2 + len(gap)  # by gap and word
    widths = [max(map(len, meanings[at::across])) for at in range(min(across, len(run)))]
    lines = []
    for start in range(0, len(run), across):
        row = run[start : start + across]
        column = [text.ljust(width) for text, width in zip(meanings[start : start + across], widths)]
        words = line(row, word_size, suffix).replace("\t", gap) + " " * (across - len(row)) * taken
        lines.append(f"{words}  {'  '.join(column)}".rstrip())
    return "\n".join(lines)


def beside(line: str) -> str:
    """A line of a dump; where the terminal is too narrow, the word stands below its place, and so does what it is."""
    if fit(line):
        return line
    words, _, said = line.partition("  ")
    place, tab, word = words.partition("\t")
    if tab and fit(f"{tab}{word}  {said}"):
        return f"{place}\n{tab}{word}  {said}"
    lines = [words] if fit(words) or not tab else [place, tab + word]
    return "\n".join([*lines, fill(f"    {said.strip()}")])


def _named(
    each: Sequence[Sequence[Word]], meaning: Callable[[Word], str], across: int, word_size: int, spelling: Spelling
) -> List[str]:
    """Blocks with names in place of addresses, in columns as wide as those need."""
    tables = []
    for run in each:
        rows = [run[start : start + across] for start in range(0, len(run), across)]
        cells = [line(row, word_size, lambda address: "", spelling).split("  ") for row in rows]
        empty = [[""] * (across - len(row)) for row in rows]
        tables.append([[*cell, *none, *map(meaning, row)] for cell, none, row in zip(cells, empty, rows)])
    table = [row for rows in tables for row in rows]
    widths = [max(len(row[at]) for row in table if at < len(row)) for at in range(max(map(len, table), default=0))]
    return [
        "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
        for rows in tables
    ]


def line(row: Sequence[Word], word_size: int, suffix: Suffix, spelling: Spelling = Spelling()) -> str:
    """The words of one line exactly as x prints them; or with the names that `spelling` has."""
    address = row[0].address
    assert address is not None
    if spelling.relative:
        words = [spelling.word(word.held, word_size) for word in row]
        return "  ".join([f"{spelling.address(address)}:", *words])
    words = ["<unreadable>" if word.held is None else f"0x{word.held:0{2 * word_size}x}" for word in row]
    return "\t".join([f"{address:#x}{suffix(address)}:", *words])
