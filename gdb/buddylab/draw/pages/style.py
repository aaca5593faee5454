"""What the replay and the live picture look like and do: the files beside them, and the colours of the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Sequence

from buddylab.draw.figure import palette

PAGES = Path(__file__).parent
HEAD = PAGES / "head.html"  # how every page begins


def live() -> bytes:
    """The page of the live picture: files alone, for the debugger's Python may have no templates."""
    return HEAD.read_bytes() + (PAGES / "live.html").read_bytes()


def parts(names: Sequence[str]) -> Dict[str, bytes]:
    """The files `names` of this folder, and the style sheet of both pages."""
    files = {name: (PAGES / name).read_bytes() for name in names}
    return {**files, "page.css": (colours() + (PAGES / "page.css").read_text()).encode()}


def colours() -> str:
    """The palette as variables of a style sheet, and the rules that turn figures dark; paper stays light."""
    light, dark = (
        "\n".join(f"  --{name}: {colour};" for name, colour in palette.colours(theme).items())
        for theme in ("light", "dark")
    )
    rules = "\n".join(f".drawing {rule}" for rule in palette.dark_rules(True, True).splitlines())
    return (
        f":root {{\n{light}\n}}\n@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}\n}}\n{rules}\n}}\n"
    )
