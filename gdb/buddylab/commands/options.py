"""Parses what stands behind a command: EXPR first, options after it. File names are taken as they stand.

GDB's own splitter eats the quotes inside an expression, so that `show-list *find("x")` would not survive it. A command
declares its options in a Syntax; the usage in its manual, the parsing and the sentences about mistakes follow.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Callable, Dict, Generic, Iterator, List, NamedTuple, Optional, Sequence, Tuple
from typing import TypeVar, Union

if TYPE_CHECKING:  # nothing that draws is loaded before somebody draws
    from buddylab.draw.figure.places import Place

FORMATS = (".svg", ".pdf", ".png", ".dot", ".json", ".txt")
OPTION = r"(?:^|(?<=\s))(--[a-z][a-z-]*)(?:[=\s]+|$)"
DIGITS = 9  # of a number that counts something
QUOTED = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
BRACKETS = {")": "(", "]": "[", "}": "{"}
UNFINISHED = r"([*/%&|^~!=<>?:,]|(?<!\+)\+|(?<!-)-)$"  # ends in an operator that wants more behind it

T = TypeVar("T")
D = TypeVar("D", None, str)


class Mistake(Exception):
    """What is wrong with a command line, what was expected, and what to type instead, in one sentence."""


class Kind(Generic[T]):
    """What the values of an option are."""

    def __init__(self, default: T, read: Callable[[str, str, T], T], often: bool = False) -> None:
        self.default = default  # where the option is not given
        self.read = read  # of its name, what is typed behind it, and what was given before; or Mistake
        self.often = often  # whether it may be given more than once


class Option(Generic[T]):
    """An option, declared once. Without `value`, which is how the usage calls its value, it takes none."""

    def __init__(self, name: str, kind: Kind[T], value: str = "") -> None:
        self.name, self.kind, self.value = name, kind, value

    def usage(self) -> str:
        """How it is written: --count N."""
        return f"{self.name} {self.value}".rstrip()


Alternatives = Tuple[Option[Any], ...]


class Syntax(NamedTuple):
    """What may stand behind a command: an expression, such as `example`, then options; of alternatives, one."""

    command: str
    example: str
    options: Sequence[Union[Option[Any], Alternatives]]

    def each(self) -> Iterator[Option[Any]]:
        """All options, alternatives too."""
        for option in self.options:
            yield from option if isinstance(option, tuple) else (option,)

    def usage(self) -> str:
        """The line of the manual that says how to write it."""
        words = [f"Usage: {self.command} EXPR"]
        for option in self.options:
            either = option if isinstance(option, tuple) else (option,)
            words.append(f"[{' | '.join(map(Option.usage, either))}]" + "..." * either[0].kind.often)
        return " ".join(words)

    def parse(self, line: str) -> Options:
        """What was asked for, given everything typed behind the command; raises Mistake."""
        expression, pairs = _split(line)
        if not expression:
            raise Mistake(
                f"{self.command} needs an expression first, such as {self.command} {self.example}; {self._help()}."
            )
        known = {option.name: option for option in self.each()}
        wanted = Options(line, expression)
        for name, value in pairs:
            if name not in known:
                raise Mistake(f"{self.command} has no option {name}; it has {', '.join(known)}; {self._help()}.")
            if bool(value) != bool(known[name].value):
                expected = "no value" if value else "a value"
                raise Mistake(f"{name} expects {expected} after it; {self._help()}.")
            wanted.add(known[name], value)
        return wanted

    def _help(self) -> str:
        return f"see help {self.command}"


class Options:
    """What the user asked for: options[COUNT] is what was given for that option, or what stands for it if none was."""

    def __init__(self, line: str, expression: str) -> None:
        self.line, self.expression = line, expression
        self._given: Dict[str, Any] = {}

    def __getitem__(self, option: Option[T]) -> T:
        found: T = self._given.get(option.name, option.kind.default)
        return found

    def __contains__(self, option: Option[T]) -> bool:
        return option.name in self._given

    def add(self, option: Option[T], text: str) -> None:
        """Takes what was typed behind an option; raises Mistake."""
        self._given[option.name] = option.kind.read(option.name, text, self[option])


def _flag(name: str, text: str, before: bool) -> bool:
    return True


def _text(name: str, text: str, before: Optional[str]) -> Optional[str]:
    return text


def _texts(name: str, text: str, before: Tuple[str, ...]) -> Tuple[str, ...]:
    return (*before, text)


def _files(name: str, text: str, before: Tuple[str, ...]) -> Tuple[str, ...]:
    if text.lower().endswith(FORMATS) and not os.path.splitext(text)[1]:
        raise Mistake(f"{text} is an ending without a name; --out expects both, such as memory.svg.")
    if text != "-" and not text.lower().endswith(FORMATS):
        raise Mistake(f"{text} has no known ending; --out expects one of {' '.join(FORMATS)}, or - for JSON.")
    return (*before, text)


def number(least: int) -> Kind[Optional[int]]:
    """A whole number from `least` on."""

    def read(name: str, text: str, before: Optional[int]) -> int:
        if not re.fullmatch(r"-?\d+", text):
            raise Mistake(
                f"{name} {text} is not a whole number; expected one of at least {least}, such as {least + 2}."
            )
        below = text.startswith("-")
        if not below and len(text.lstrip("0")) > DIGITS:
            raise Mistake(f"{name} {text} is too large; expected a whole number of {DIGITS} digits at most.")
        if below or int(text) < least:
            raise Mistake(f"{name} {text} is too small; expected a whole number of at least {least}.")
        return int(text)

    return Kind(None, read)


def _integer(name: str, text: str, before: Optional[int]) -> int:
    if not re.fullmatch(r"-?(0[xX][0-9a-fA-F]+|\d+)", text):
        raise Mistake(f"{name} {text} is not a whole number; expected one such as 8, -16 or 0x10.")
    if len(text.lower().lstrip("-0x")) > 16:
        raise Mistake(f"{name} {text} is too large; expected a whole number of 16 digits at most.")
    return int(text, 0) if "x" in text.lower() else int(text)


def one_of(known: Callable[[], Sequence[str]], default: D) -> Kind[Union[str, D]]:
    """One of the names that `known` gives; it is asked when somebody types one, for it may take long to load."""

    def read(name: str, text: str, before: Union[str, D]) -> str:
        if text not in known():
            raise Mistake(f"{name} {text} is not known; expected one of these: {', '.join(known())}.")
        return text

    return Kind(default, read)


def _themes() -> Sequence[str]:
    from buddylab.draw.figure.palette import THEMES  # nothing that draws is loaded before somebody draws

    return tuple(THEMES)


def _place(name: str, text: str, before: Optional[Place]) -> Place:
    from buddylab.draw.figure import places

    found = places.place(text)
    if found is None:
        known = ", ".join(places.PLACES)
        raise Mistake(f"{name} {text} is not known; expected {known}, or WIDTHxHEIGHT in points, such as 640x360.")
    return found


FLAG = Kind(False, _flag)
INTEGER: Kind[Optional[int]] = Kind(None, _integer)
TEXT: Kind[Optional[str]] = Kind(None, _text)
TEXTS: Kind[Tuple[str, ...]] = Kind((), _texts, often=True)

# Those that several commands have.
OUT: Option[Tuple[str, ...]] = Option("--out", Kind((), _files, often=True), "FILE")
THEME = Option("--theme", one_of(_themes, None), "THEME")
FIT: Option[Optional[Place]] = Option("--fit", Kind(None, _place), "PLACE")
RELATIVE = Option("--relative", FLAG)
SINCE = Option("--since", number(1), "STOP")
BLANK = Option("--blank", FLAG)
COUNT = Option("--count", number(0), "N")


def check_blank(wanted: Options, *others: Option[Any]) -> None:
    """Raises Mistake where --blank was given with what tells the answers: SINCE, JSON, and `others`."""
    if BLANK not in wanted:
        return
    told = [option.name for option in (SINCE, *others) if option in wanted]
    told += [f"--out {name}" for name in wanted[OUT] if name == "-" or name.lower().endswith(".json")]
    if told:
        raise Mistake(f"--blank leaves out what {told[0]} would tell; leave out one of the two.")


def _split(line: str) -> Tuple[str, List[Tuple[str, str]]]:
    """The expression, and each option with its value.

    Dashes inside quotes or brackets are no options, nor are those behind an operator of an expression: x - --i.
    """
    masked = _masked(re.sub(QUOTED, lambda match: "q" * len(match.group()), line))
    found: List[re.Match[str]] = []
    for match in re.finditer(OPTION, masked):
        before = masked[found[-1].end() if found else 0 : match.start()].rstrip()
        if found and before == "-" or not re.search(UNFINISHED, before):
            found.append(match)
    ends = [match.start() for match in found[1:]] + [len(line)]
    pairs = [(match.group(1), _bare(line[match.end() : end].strip())) for match, end in zip(found, ends)]
    return line[: found[0].start() if found else len(line)].strip(), pairs


def _masked(line: str) -> str:
    """The line with what stands in brackets made unreadable; a bracket without its partner is a mere character."""
    opened: List[int] = []
    for at, character in enumerate(line):
        if character in BRACKETS.values():
            opened.append(at)
        elif opened and line[opened[-1]] == BRACKETS.get(character):
            start = opened.pop()
            line = line[:start] + "b" * (at + 1 - start) + line[at + 1 :]
    return line


def _bare(value: str) -> str:
    """The value without the quotes around all of it."""
    return value[1:-1] if len(value) > 1 and re.fullmatch(QUOTED, value) else value
