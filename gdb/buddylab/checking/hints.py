"""What hints name to type, and whether it works where it is read, and changes nothing of what the page goes on with."""

from __future__ import annotations

import re
from typing import List

from buddylab.course.blocks import OPEN

ALONE = "backtrace bt up down next step stepi nexti finish continue"  # commands that need nothing behind them
OTHERS = (
    "p print output x info list ptype whatis help frame show-list show-freelists show-writes lab "
    "until advance break tbreak watch rwatch awatch clear delete enable disable set display undisplay"
)
TYPED = re.compile(rf"(?:{ALONE.replace(' ', '|')}|{OTHERS.replace(' ', '|')})[ /]\S.*")
TOLD = re.compile(rf"(?:[:,]|[Tt]ype|then|and) `({ALONE.replace(' ', '|')})`")  # or else it is named in passing
FENCE = re.compile(r"```[^\n]*\n(.*?)```", re.DOTALL)


def commands(hint: str) -> List[str]:
    """What a hint names in code and can be typed as it stands, one line each."""
    fenced = [line.replace("(gdb) ", "") for block in FENCE.findall(hint) for line in block.splitlines()]
    prose = " ".join(FENCE.sub("", hint).split())
    code = [each.group(1) for each in re.finditer(r"(?:\S+ )?`([^`]+)`", prose) if _is_typed(each)]
    found = [*filter(None, fenced), *code]
    return [each for each in found if OPEN not in each and "..." not in each]


def _is_typed(code: "re.Match[str]") -> bool:
    return bool(TYPED.fullmatch(code.group(1)) or TOLD.search(code.group()))
