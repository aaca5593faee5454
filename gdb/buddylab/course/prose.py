"""Markdown for a terminal: as wide as it is, in colour only where colour is wanted."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

WIDEST = 100  # columns: longer lines are tiring to read
CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
STYLES = {"markdown.code": "bold", "markdown.code_block": "cyan", "markdown.h2": "bold", "markdown.h3": "bold"}


class _Heading(Heading):
    """At the left, where the text is, with no box around."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.text


class _Code(CodeBlock):
    """Indented, and in one colour, for it is typed by hand."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(Text(str(self.text).rstrip(), style="markdown.code_block"), (0, 0, 0, 2))


class _Page(Markdown):
    elements = {**Markdown.elements, "heading_open": _Heading, "fence": _Code, "code_block": _Code}


@lru_cache(maxsize=16)  # what is measured, whether it fits, is mostly said then
def render(markdown: str, width: int, colour: bool) -> str:
    """`markdown` as lines of at most `width` columns, with colours as terminals know them or without any."""
    if not colour:  # keep the marks around code, that it can be told from the words beside it
        markdown = CODE.sub(r"`` `\1` ``", markdown)
    written = io.StringIO()
    console = Console(
        file=written,
        width=min(width - 1, WIDEST),  # TUI goes to the next line behind the last column
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        theme=Theme(STYLES),
        highlight=False,
    )
    console.print(_Page(markdown, hyperlinks=False))
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"
