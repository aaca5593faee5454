"""Whether what a learner typed is what was asked for: in short or in full, with other spaces, with options more."""

from __future__ import annotations

import re
from typing import Callable, FrozenSet, Optional, Tuple

from buddylab.course.blocks import OPEN

COMMAND = re.compile(r"(?P<word>[A-Za-z][\w-]*)\s*(?:/\s*(?P<format>\w*))?\s*(?P<rest>.*)", re.DOTALL)
OPTION = re.compile(r"(?:^|\s)(--[a-z-]+)((?:\s+(?!--)\S+)*)")
COUNT = re.compile(r"\d*")
SIZES, EXAMINE = "bhwg", "x"
Meaning = Callable[[str], str]  # of a command's name: the same for all its names; "" where there is no such command


def same(asked: str, line: str, meaning: Meaning) -> bool:
    """Whether `line` does what `asked` asks for."""
    wanted, given = _parts(asked, meaning), _parts(line, meaning)
    if wanted is None or given is None or wanted[0] != given[0]:
        return False
    return _format(wanted[1], given[1], wanted[0] == meaning(EXAMINE)) and _rest(wanted[2], given[2])


def _parts(line: str, meaning: Meaning) -> Optional[Tuple[str, str, str]]:
    """What the command means, its format and what stands behind; None where there is no such command."""
    found = COMMAND.fullmatch(line.strip())
    if found is None:
        return None
    word, format, rest = found["word"], found["format"], found["rest"]
    if format is None:  # perhaps it has two words, as info locals has
        second, _, behind = rest.partition(" ")
        both = meaning(f"{word} {second}") if second.isalpha() else ""
        if both and both != meaning(word):
            return both, "", behind
    means = meaning(word)
    return (means, format or "", rest) if means else None


def _format(wanted: str, given: str, examines: bool) -> bool:
    """Whether /16g was asked for and /16xg is given: letters more are no harm, and x prints hexadecimal anyway."""
    letters = [COUNT.sub("", format, count=1) for format in (wanted, given)]
    counts = [(COUNT.match(format) or [""])[0] or "1" for format in (wanted, given)]
    if examines:
        return counts[0] == counts[1] and set(letters[0]) - {"x"} <= set(letters[1])
    return set(letters[0]) == set(letters[1])


def _rest(wanted: str, given: str) -> bool:
    """Whether what stands behind is the same, but for spaces and for options that are there beside."""
    if OPEN in wanted:
        return bool(given.strip()) and OPEN not in given
    (asked, options), (said, more) = _options(wanted), _options(given)
    return asked == said and options <= more


def _options(rest: str) -> Tuple[str, FrozenSet[Tuple[str, str]]]:
    options = frozenset((name, "".join(value.split())) for name, value in OPTION.findall(rest))
    return "".join(OPTION.sub(" ", rest).split()), options
