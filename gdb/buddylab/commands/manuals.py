"""A command's manual, laid out for the terminal: `help` prints it as wide as that, and in 79 columns at most."""

from __future__ import annotations

import re
from typing import Callable, List, Sequence

from buddylab.columns import filled, fit, on_terminal, row

WIDEST = 79
NARROW = 28  # columns beside an example that are too few to tell what it does
ARGUMENT = re.compile(r"(?<=--)([a-z-]+) (?=[^\s|])")  # of an option: --count N stays together
EXAMPLE = re.compile(r"( +)(\S.*?)(?: {2,}(\S.*))?")
UNBROKEN = "\N{NO-BREAK SPACE}"


def of(task: Callable[[str], None]) -> str:
    """The docstring of a function, which newer versions of Python leave indented no more."""
    return "\n".join(line[4:] if line.startswith("    ") else line for line in (task.__doc__ or "").split("\n"))


def laid_out(manual: str, columns: int) -> str:
    """A manual for so many columns: its paragraphs filled, and what an example does beside it, or else below it."""
    lines = ARGUMENT.sub(rf"\1{UNBROKEN}", manual).split("\n")
    with on_terminal(min(columns or WIDEST, WIDEST)):
        return "\n".join(map(_laid_out, _joined(lines))).replace(UNBROKEN, " ")


def _joined(lines: Sequence[str]) -> List[str]:
    """Lines, each with those that go on with it: of a paragraph, or indented further than an example."""
    joined: List[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        if line.startswith("    ") or line and before and " " not in (line[0], before[0]):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
    return joined


def _laid_out(line: str) -> str:
    found = EXAMPLE.fullmatch(line)
    if found is None:
        return filled(line, 4 if line.startswith("Usage:") else 0)
    indent, typed, told = found.groups()
    at = found.start(3)
    if fit(line) or told and fit(" " * (at + NARROW)):
        return row(line, at)
    below = "\n" + filled(f"{indent}    {told}", len(indent) + 4) if told else ""
    return filled(indent + typed, len(indent) + 4) + below
