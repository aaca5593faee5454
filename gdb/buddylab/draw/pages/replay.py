"""The replay of the lessons as pages: a contents page, and one for each lesson with all of its stops."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from buddylab.draw.pages import style
from buddylab.draw.pages.inline import Size

AROUND = 6  # lines of source before and after the current one that are printed on paper


@dataclass(frozen=True)
class Layout:
    """A figure as a part of a page, laid out for some windows."""

    drawing: Markup
    size: Size


@dataclass(frozen=True)
class Figure:
    """One figure of a stop."""

    command: str  # what drew it
    caption: str
    file: str  # where the figure lies by itself, from the page's folder
    layouts: Sequence[Layout]  # the same as a part of the page, the broadest first
    clock: int  # instructions from the reset to where it was drawn


@dataclass
class Part:
    """What is told of one figure, or of none."""

    figures: List[Figure] = field(default_factory=list)
    passages: List[Markup] = field(default_factory=list)

    @property
    def room(self) -> str:
        """The class of the widest figure, which says how much room they need."""
        return max(figure.layouts[0].size for figure in self.figures).name


@dataclass
class Stop:
    """One numbered stop; 0 is a lesson's introduction."""

    number: int
    title: str
    parts: List[Part]
    path: str  # the source file
    line: int  # the one that comes next; 0 where the program has not begun


@dataclass
class Lesson:
    """One lesson, as it was played."""

    number: str  # 01
    title: str
    teaches: str  # what one learns
    time: str
    stops: List[Stop]
    sources: Dict[str, List[Markup]]  # the lines of each source file
    histories: Sequence[Any]  # of the words in the figures: what show-writes prints as JSON, for each

    @property
    def last(self) -> int:
        """The number of the last stop."""
        return self.stops[-1].number


@dataclass(frozen=True)
class Chapter:
    """What is not played, and stands on one page as it is."""

    name: str  # of the file, without .html
    title: str
    text: Markup


def pages(lessons: Sequence[Lesson], chapters: Sequence[Chapter] = ()) -> Dict[str, bytes]:
    """The files of the site by their names, without the figures."""
    templates = Environment(
        loader=FileSystemLoader(str(style.PAGES)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    figures = [figure for each in lessons for stop in each.stops for part in stop.parts for figure in part.figures]
    sizes = sorted({layout.size for figure in figures for layout in figure.layouts})
    files = style.parts(["figure.js", "replay.js", "index.js"], sizes)
    files["index.html"] = templates.get_template("index.html").render(lessons=lessons, chapters=chapters).encode()
    for chapter in chapters:
        files[f"{chapter.name}.html"] = templates.get_template("chapter.html").render(chapter=chapter).encode()
    for at, lesson in enumerate(lessons):
        following = lessons[at + 1] if at + 1 < len(lessons) else None
        files[f"{lesson.number}.html"] = (
            templates.get_template("lesson.html")
            .render(
                lesson=lesson,
                lessons=lessons,
                following=following,
                around=AROUND,
                histories=histories(lesson.histories),
            )
            .encode()
        )
    return files


def histories(found: Sequence[Any]) -> Markup:
    """Words' histories for the page's own script: by address, each place in the source once."""
    places: Dict[Any, int] = {}
    by_word: Dict[str, Any] = {}
    for each in found:
        word = each["word"]
        stores = []
        for store in each["stores"]:
            place = (store["function"], store["place"], store["source"])
            number = places.setdefault(place, len(places))
            when = (store["instruction"], store["step"], store["time"])
            stores.append([*when, number, store["before"], store["after"], store["label"], int(store["earlier"])])
        by_word[word["address"][2:]] = {"name": word["label"], "first": word["first"], "stores": stores}
    data = json.dumps({"places": list(places), "words": by_word}, separators=(",", ":"), ensure_ascii=False)
    return Markup(data.replace("<", "\\u003c"))  # nothing in it may end the script
