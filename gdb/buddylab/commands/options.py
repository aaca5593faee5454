"""Parses what stands behind a command: EXPR first, options after it. File names are taken as they stand.

GDB's own splitter eats the quotes inside an expression, so that `show-list *find("x")` would not survive it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

FORMATS = (".svg", ".pdf", ".png", ".dot", ".json", ".txt")
NAMES = ("--out", "--count", "--memory", "--since")
OPTION = re.compile(r"(?:^|(?<=\s))(--[a-z][a-z-]*)(?:[=\s]+|$)")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")


class Mistake(Exception):
    """What is wrong with a command line, what was expected, and what to type instead, in one sentence."""


@dataclass
class Options:
    """What the user asked for."""

    expression: str
    out: List[str]
    count: Optional[int] = None
    memory: Optional[str] = None
    since: Optional[int] = None


def parse(line: str, command: str) -> Options:
    """The options of `command`, given everything that was typed behind it; raises Mistake."""
    expression, pairs = _split(line)
    if not expression:
        raise Mistake(f"{command} needs an expression first, such as {command} list; see help {command}.")
    options = Options(expression, [])
    for name, value in pairs:
        if name not in NAMES:
            raise Mistake(f"{command} has no option {name}; it has {', '.join(NAMES)}; see help {command}.")
        if not value:
            raise Mistake(f"{name} expects a value behind it; see help {command}.")
        if name == "--out":
            options.out.append(_file(value))
        elif name == "--memory":
            options.memory = value
        elif name == "--count":
            options.count = _number(name, value, 1)
        else:
            options.since = _number(name, value, 1)
    return options


def _split(line: str) -> Tuple[str, List[Tuple[str, str]]]:
    """The expression, and each option with its value; dashes inside quotes are no options."""
    masked = QUOTED.sub(lambda match: "q" * len(match.group()), line)
    found = list(OPTION.finditer(masked))
    ends = [match.start() for match in found[1:]] + [len(line)]
    pairs = [(match.group(1), _bare(line[match.end() : end].strip())) for match, end in zip(found, ends)]
    return line[: found[0].start() if found else len(line)].strip(), pairs


def _bare(value: str) -> str:
    """The value without the quotes around all of it."""
    return value[1:-1] if len(value) > 1 and QUOTED.fullmatch(value) else value


def _file(name: str) -> str:
    if name != "-" and not name.lower().endswith(FORMATS):
        raise Mistake(f"{name} ends in no known format; --out expects one of {' '.join(FORMATS)}, or - for JSON.")
    return name


def _number(name: str, value: str, least: int) -> int:
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < least:
        raise Mistake(f"{name} {value} is not a number; expected a whole number from {least} on.")
    return int(value)
