"""The gallery: one page with every figure, by lesson and stop, and what it shows in words; as Markdown or as HTML."""

from __future__ import annotations

import re
from html import escape
from typing import Iterator, Mapping, Tuple
from xml.etree import ElementTree

from buddylab.course.book import Book
from buddylab.draw.pages import style

HEADING = """\
# The figures

Every figure of the [walkthrough](../walkthrough.md), by lesson and stop. `make figures` draws them, and writes this
page.
"""
TOURED = """\
# The figures

Every figure of the lessons, as your machine has drawn it; a click opens one by itself. Next: `make debug LESSON=00`,
with [the walkthrough](../../walkthrough.md) beside it, or `make site` for pages to step through.
"""
STYLE = """\
<title>Buddylab: the figures</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 0 1rem 3rem }
h2 { margin-top: 3rem; border-bottom: 1px solid }
h3 { font-size: 1rem; margin: 2rem 0 .5rem }
img { max-width: 100%; height: auto; display: block }
summary { cursor: pointer }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
</style>
</head>
<body>
"""
PICTURE = re.compile(r"^!\[.*\]\((?P<path>[^)]+)\)$", re.MULTILINE)
STOP = re.compile(r"/stop-(\d+)\.svg$")
SVG = "{http://www.w3.org/2000/svg}"


def html(figures: Mapping[str, str], walkthrough: Book) -> str:
    """The same page for a browser, with each figure as a link to its file."""
    from markdown_it import MarkdownIt  # takes long to load

    linked = PICTURE.sub(r"[\g<0>](\g<path>)", page(figures, walkthrough, TOURED))
    return f"{style.HEAD.read_text()}{STYLE}{MarkdownIt('commonmark', {'html': True}).render(linked)}</body>\n</html>\n"


def page(figures: Mapping[str, str], walkthrough: Book, heading: str = HEADING) -> str:
    """The page in Markdown. `figures` has the SVG text of each by its path from the page's folder.

    What the walkthrough says in place of a picture is said here too.
    """
    parts = [heading]
    instead = {figure.path[len("diagrams/") :]: figure.caption for figure in walkthrough.figures}
    lesson = ""
    for path, drawn in sorted(figures.items()):
        where, stop, words = _said(path, drawn)
        if where != lesson:
            lesson = where
            parts.append(f"## {_plain(lesson)}\n")
        parts += [f"### {_plain(stop)}\n", f"![{instead.get(path, _plain(stop))}]({path})\n"]
        parts.append(f"<details><summary>In words</summary>\n{escape(words, quote=False)}\n</details>\n")
    return "\n".join(parts)


def _said(path: str, drawn: str) -> Tuple[str, str, str]:
    """The lesson, the stop with its title, and the text alternative of a figure."""
    title, words = _texts(ElementTree.fromstring(drawn))
    lesson, _, stop = title.partition(" · ")
    number = STOP.search(path)
    if number and not stop.startswith("stop "):  # drawn on the way to the next one
        stop = f"stop {int(number[1])}: {stop}"
    return lesson, stop[:1].upper() + stop[1:] or lesson, words


def _texts(root: ElementTree.Element) -> Iterator[str]:
    for tag in ("title", "desc"):
        yield root.findtext(f"{SVG}{tag}", "")


def _plain(text: str) -> str:
    """`text` for Markdown, in which nothing is markup."""
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", text)
