"""The colours of every figure, each once: its meaning, then how it looks on a light and on a dark page; and in print.

The light colours go into the DOT. The SVG switches to the dark ones by style rules that select on the light colour
(see `dark_rules`), so no two meanings may share a light colour. Pure white and black are avoided there because Graphviz
writes them as names. One theme alone is had by exchanging the colours in the DOT (see `themed`). Text has a contrast of
at least 4.5:1 against each ground that it is used on, in every theme; a test measures it.
"""

from __future__ import annotations

import re
from typing import Dict, Optional, Tuple

THEMES = ("light", "dark", "print")

COLOURS: Dict[str, Tuple[str, str]] = {
    # grounds
    "canvas": ("#fefefe", "#11151b"),
    "frame": ("#f6f7f9", "#181d25"),
    "address": ("#ffd3da", "#54242e"),
    "word": ("#d3f0dc", "#1a4430"),
    "name": ("#d2e4ff", "#1c3a63"),
    "address-off": ("#f5e7e9", "#35272b"),
    "word-off": ("#e7f0ea", "#22302a"),
    "name-off": ("#e6ecf5", "#242d3b"),
    "changed": ("#ffe6a8", "#4d3a12"),
    "tag": ("#e9dcff", "#3b2a5c"),
    "ghost": ("#f0f1f4", "#20262f"),
    # lines
    "frame-line": ("#a9b2be", "#4d5868"),
    "box-line": ("#46515f", "#8a97a8"),
    "box-line-off": ("#98a2ae", "#5d6979"),
    "changed-line": ("#b1730c", "#e0a23c"),
    "tag-line": ("#7447c2", "#b493f5"),
    "ghost-line": ("#727d8b", "#8793a3"),
    "link": ("#0a5bc4", "#6bb0ff"),
    "stray": ("#7f8a97", "#7c8897"),
    "warning": ("#c4261d", "#ff8577"),
    # texts
    "ink": ("#18202b", "#e9eef4"),
    "ink-off": ("#4a5563", "#b6c0cc"),
    "quiet": ("#566170", "#a5b0be"),
    "changed-ink": ("#6b3e00", "#ffd791"),
    "tag-ink": ("#46248a", "#dccbff"),
}

HEAP: Dict[str, Tuple[str, str]] = {  # what map and tree add, one colour for each state of a block
    # grounds
    "region": ("#fdfdfe", "#0d1116"),
    "free": ("#bfe9ca", "#1d5436"),
    "taken": ("#c8d9fb", "#27447a"),
    "lost": ("#fff6f1", "#2a2019"),
    "split": ("#f2f4f8", "#1a212b"),
    "unknown": ("#eee8db", "#38322a"),
    "many": ("#a3adba", "#566274"),
    "was": ("#f9fafc", "#151a21"),
    # lines
    "grid": ("#e0e4ea", "#252c36"),
    "free-line": ("#1f7a48", "#57c488"),
    "taken-line": ("#2c5cb0", "#83aef8"),
    "split-line": ("#7d8998", "#758395"),
    "unknown-line": ("#857960", "#a99c80"),
    "was-line": ("#75808e", "#8390a1"),
}

DAMAGE: Dict[str, Tuple[str, str]] = {  # what stands where a list or heap is damaged
    "astray": ("#ffe3df", "#4b1f1d"),
    "astray-ink": ("#8f150f", "#ffc2bb"),
}

PRINT: Dict[str, str] = {  # greys on white; what colour tells elsewhere is told by texts, hatchings and dashes anyway
    # grounds
    "canvas": "#ffffff",
    "frame": "#f8f8f8",
    "address": "#e0e0e0",
    "word": "#ffffff",
    "name": "#eeeeee",
    "address-off": "#f2f2f2",
    "word-off": "#fafafa",
    "name-off": "#f6f6f6",
    "changed": "#d0d0d0",
    "tag": "#fefefe",
    "ghost": "#f0f0f0",
    "region": "#fdfdfd",
    "free": "#d8d8d8",
    "taken": "#fcfcfc",
    "lost": "#fbfbfb",
    "split": "#f7f7f7",
    "unknown": "#e2e2e2",
    "many": "#b4b4b4",
    "was": "#eeeeee",
    "astray": "#c8c8c8",
    # lines
    "frame-line": "#a0a0a0",
    "box-line": "#404040",
    "box-line-off": "#989898",
    "changed-line": "#101010",
    "tag-line": "#505050",
    "ghost-line": "#6e6e6e",
    "link": "#181818",
    "stray": "#7a7a7a",
    "warning": "#080808",
    "grid": "#dedede",
    "free-line": "#202020",
    "taken-line": "#606060",
    "split-line": "#808080",
    "unknown-line": "#686868",
    "was-line": "#767676",
    # texts
    "ink": "#121212",
    "ink-off": "#4c4c4c",
    "quiet": "#545454",
    "changed-ink": "#141414",
    "tag-ink": "#222222",
    "astray-ink": "#040404",
}

LIGHT = {name: pair[0] for name, pair in (*COLOURS.items(), *HEAP.items(), *DAMAGE.items())}


def dark_rules(heap: bool = False, damage: bool = False) -> str:
    """The style rules, one a line, that turn every light colour of an SVG into its dark one."""
    return "\n".join(
        f'[{attribute}="{light}"] {{ {attribute}: {dark} }}'
        for light, dark in (*COLOURS.values(), *(HEAP.values() if heap else ()), *(DAMAGE.values() if damage else ()))
        for attribute in ("fill", "stroke")
    )


def colours(theme: str) -> Dict[str, str]:
    """The colours of a theme by their meaning."""
    if theme == "print":
        return PRINT
    return {name: pair[theme == "dark"] for name, pair in (*COLOURS.items(), *HEAP.items(), *DAMAGE.items())}


def themed(source: str, theme: Optional[str]) -> str:
    """DOT text in the colours of `theme`; None leaves it in the light ones."""
    if theme is None:
        return source
    wanted = {LIGHT[name]: colour for name, colour in colours(theme).items()}
    # Names of the program stand there with their quotes escaped, so that a colour in quotes is one of ours.
    return re.sub('(?<=")#[0-9a-f]{6}(?=")', lambda match: wanted[match.group()], source)
