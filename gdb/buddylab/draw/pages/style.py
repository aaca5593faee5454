"""What the replay and the live picture look like and do: the files beside them, and the colours of the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterable, Sequence

from buddylab.draw.figure import palette
from buddylab.draw.pages.inline import Size

PAGES = Path(__file__).parent
HEAD = PAGES / "head.html"  # how every page begins
MEDIA = {"dark": "screen and (prefers-color-scheme: dark)", "print": "print"}  # where other themes than light are used


def live() -> bytes:
    """The page of the live picture: files alone, for the debugger's Python may have no templates."""
    return HEAD.read_bytes() + (PAGES / "live.html").read_bytes()


def parts(names: Sequence[str], sizes: Iterable[Size] = ()) -> Dict[str, bytes]:
    """The files `names` of this folder, the icon, and the style sheet of the pages, with the sizes of their figures."""
    files = {name: (PAGES / name).read_bytes() for name in (*names, "icon.svg")}
    rules = "".join(f".{size.name} {{ --width: {size.width}; --height: {size.height} }}\n" for size in sizes)
    return {**files, "page.css": (colours() + rules + (PAGES / "page.css").read_text()).encode()}


def colours() -> str:
    """The palette as variables of a style sheet, and the rules that turn figures dark, and grey on paper."""
    themes = [f"@media {media} {{\n{_root(theme)}{_rules(theme)}}}\n" for theme, media in MEDIA.items()]
    return _root("light") + "".join(themes)


def _root(theme: str) -> str:
    variables = "".join(f"  --{name}: {colour};\n" for name, colour in palette.colours(theme).items())
    return f":root {{\n{variables}}}\n"


def _rules(theme: str) -> str:
    """What turns the light colours of a figure into those of `theme`."""
    return "".join(
        f'.drawing [{attribute}="{palette.LIGHT[name]}"] {{ {attribute}: {colour} }}\n'
        for name, colour in palette.colours(theme).items()
        for attribute in ("fill", "stroke")
    )
