"""Parses what stands behind a command: EXPR first, options after it. File names are taken as they stand.

GDB's own splitter eats the quotes inside an expression, so that `show-list *find("x")` would not survive it.
"""

from __future__ import annotations

import dataclasses
import os
import re
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

FORMATS = (".svg", ".pdf", ".png", ".dot", ".json", ".txt")
FLAGS = ("--all", "--relative")  # they take no value
OPTION = re.compile(r"(?:^|(?<=\s))(--[a-z][a-z-]*)(?:[=\s]+|$)")
EXAMPLES = {"show-list": "list", "show-freelists": "heap", "show-writes": "list.head"}  # what each can show
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")


class Mistake(Exception):
    """What is wrong with a command line, what was expected, and what to type instead, in one sentence."""


@dataclass
class Options:
    """What the user asked for; each command takes some of these."""

    expression: str
    out: List[str] = dataclasses.field(default_factory=list)
    since: Optional[int] = None
    count: Optional[int] = None
    memory: Optional[str] = None
    all: bool = False
    relative: bool = False
    order: Optional[int] = None
    find: Optional[str] = None
    region: Optional[str] = None
    view: str = ""  # the usual one
    theme: Optional[str] = None
    next: Optional[str] = None
    offset: Optional[int] = None
    container: Optional[str] = None
    prev: Optional[str] = None
    field: List[str] = dataclasses.field(default_factory=list)
    lists: Optional[str] = None
    order_size: Optional[str] = None


def parse(line: str, command: str, names: Sequence[str]) -> Options:
    """The options of `command`, which takes those in `names`, given everything typed behind it; raises Mistake."""
    expression, pairs = _split(line)
    if not expression:
        example = f"{command} {EXAMPLES[command]}"
        raise Mistake(f"{command} needs an expression first, such as {example}; see help {command}.")
    options = Options(expression)
    taken = [name for name, _ in pairs]
    ways = [name for name in ("--next", "--offset") if name in taken]
    if len(ways) > 1 or "--offset" in taken and "--container" in taken:
        raise Mistake("--offset says where the link lies, as --next and --container do; give one of them.")
    for name, value in pairs:
        if name not in names:
            raise Mistake(f"{command} has no option {name}; it has {', '.join(names)}; see help {command}.")
        if bool(value) == (name in FLAGS):
            expected = "no value" if value else "a value"
            raise Mistake(f"{name} expects {expected} behind it; see help {command}.")
        _set(options, name, value)
    return options


def _set(options: Options, name: str, value: str) -> None:
    if name == "--out":
        options.out.append(_file(value))
    elif name in FLAGS:
        setattr(options, name[2:], True)
    elif name == "--view":
        from buddylab.draw.views.choice import VIEWS

        options.view = _one_of(name, value, tuple(VIEWS))
    elif name == "--theme":
        from buddylab.draw.figure.palette import THEMES  # nothing that draws is loaded before somebody draws

        options.theme = _one_of(name, value, THEMES)
    elif name in ("--count", "--since"):
        setattr(options, name[2:], _number(name, value, 1))
    elif name in ("--order", "--offset"):
        setattr(options, name[2:], _number(name, value, 0))
    elif name == "--field":
        options.field.append(value)
    else:
        setattr(options, name[2:].replace("-", "_"), value)


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
    if name.lower().endswith(FORMATS) and not os.path.splitext(name)[1]:
        raise Mistake(f"{name} is an ending without a name; --out expects both, such as memory.svg.")
    if name != "-" and not name.lower().endswith(FORMATS):
        raise Mistake(f"{name} ends in no known format; --out expects one of {' '.join(FORMATS)}, or - for JSON.")
    return name


def _one_of(option: str, name: str, known: Sequence[str]) -> str:
    if name not in known:
        raise Mistake(f"{option} {name} is not known; expected one of these: {', '.join(known)}.")
    return name


def _number(name: str, value: str, least: int) -> int:
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < least:
        raise Mistake(f"{name} {value} is not a number; expected a whole number from {least} on.")
    return int(value)
