"""Random lines behind a command: each is understood or a mistake that is told, and nothing else is ever raised."""

from __future__ import annotations

import random

from buddylab.commands import options
from buddylab.commands.options import COUNT, OUT, RELATIVE, SINCE, THEME, Option, Syntax

VIEW = Option("--view", options.one_of(lambda: ("map", "tree"), ""), "VIEW")
WAYS = (Option("--next", options.TEXT, "MEMBER"), Option("--offset", options.number(0), "BYTES"))
FIELD = Option("--field", options.TEXTS, "PATH")
SYNTAXES = (  # one of each kind of option, as the commands have them
    Syntax("show-list", "list", (COUNT, SINCE, OUT, THEME, RELATIVE, WAYS, FIELD)),
    Syntax("show-freelists", "heap", (VIEW, SINCE, OUT, THEME)),
    Syntax("show-writes", "list.head", (COUNT, OUT)),
)
NAMES = tuple(dict.fromkeys(option.name for syntax in SYNTAXES for option in syntax.each()))
PIECES = (
    *NAMES,
    *(f"{name}=" for name in NAMES),
    *"list heap &list *p x->y[3] --nonsense -- - \" ' \\ ( ) [ $link a.svg x.GIF b.json 3 -1 0x10 99999999999".split(),
    *"map tree dark print größe→ 8:4 pid:0 , = \t \n \0 %s {} ‮".split(" "),
)


def option_lines(chance: random.Random) -> None:
    """One line, for any of the commands."""
    glue = chance.choice((" ", " ", "", "  "))
    line = glue.join(chance.choice(PIECES) if chance.random() < 0.9 else _noise(chance) for _ in range(_few(chance)))
    try:
        found = chance.choice(SYNTAXES).parse(line)
    except options.Mistake as mistake:
        said = str(mistake)
        assert said and "Traceback" not in said, repr(line)
        return
    count = found[COUNT]
    assert found.expression and found.expression in line, repr(line)
    assert count is None or count >= 0, repr(line)
    assert all(name in line for name in found[OUT]), repr(line)


def _few(chance: random.Random) -> int:
    return chance.choice((0, 1, 2, 3, 5, 9))


def _noise(chance: random.Random) -> str:
    return "".join(chr(chance.choice((chance.randrange(1, 128), chance.randrange(1, 0xD800)))) for _ in range(4))
