"""The gallery: one page with every figure, by lesson and stop, and what it shows in words."""

from __future__ import annotations

import re
from html import escape
from typing import Iterator, Mapping, Tuple
from xml.etree import ElementTree

from buddylab.course.book import Book

HEADING = """\
# The figures

Every figure of the [walkthrough](../walkthrough.md), by lesson and stop. `make figures` draws them, and writes this
page.
"""
SVG = "{http://www.w3.org/2000/svg}"


def page(figures: Mapping[str, str], walkthrough: Book) -> str:
    """The page in Markdown. `figures` has the SVG text of each by its path from the page's folder.

    What the walkthrough says in place of a picture is said here too.
    """
    parts = [HEADING]
    instead = {figure.path[len("diagrams/") :]: figure.caption for figure in walkthrough.figures}
    lesson = ""
    for path, drawn in sorted(figures.items()):
        where, stop, words = _said(drawn)
        if where != lesson:
            lesson = where
            parts.append(f"## {_plain(lesson)}\n")
        parts += [f"### {_plain(stop)}\n", f"![{instead.get(path, _plain(stop))}]({path})\n"]
        parts.append(f"<details><summary>In words</summary>\n{escape(words, quote=False)}\n</details>\n")
    return "\n".join(parts)


def _said(drawn: str) -> Tuple[str, str, str]:
    """The lesson, the stop with its title, and the text alternative of a figure."""
    title, words = _texts(ElementTree.fromstring(drawn))
    lesson, _, stop = title.partition(" · ")
    return lesson, stop[:1].upper() + stop[1:] or lesson, words


def _texts(root: ElementTree.Element) -> Iterator[str]:
    for tag in ("title", "desc"):
        yield root.findtext(f"{SVG}{tag}", "")


def _plain(text: str) -> str:
    """`text` for Markdown, in which nothing is markup."""
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", text)
