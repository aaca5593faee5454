"""Random names in figures and pages: what is written into XML, HTML and scripts stays a text there."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Callable, List, Tuple
from xml.etree import ElementTree

from markupsafe import Markup

from buddylab.draw import forms
from buddylab.draw.pages import inline, live, markup
from buddylab.draw.pages import replay as pages_of
from unit import lists_samples
from buddylab.snapshot import Moment

BITS = (
    *"< > & \" ' \\ / % {} {{ }} <b> </b> <script> </script> <!-- --> ]]> &amp; &#x41; \\N \\G ${x} `".split(),
    *"größe → 名 é ‮ \u2028 \u00a0 \t \f \x01 \x7f".split(" "),
    *"list values[0] a::b<int> T::{impl#0} x->y".split(),
)


def pages(chance: random.Random) -> None:
    """One figure, one page of the replay, one state of the live picture, one transcript and one C file."""
    names = [name(chance) for _ in range(6)]
    figure(names)
    assert shape(replay(names)) == shape(replay(["x"] * len(names)))
    state(names)
    text = "".join(names).replace("\f", "").replace("\r", "")
    assert reread(markup.transcript(text)) == "\n".join(text.splitlines()).rstrip("\n")
    lines = markup.source(text)
    assert {tag for line in lines for tag, *_ in shape(line)} <= {"span", "/span"}


def name(chance: random.Random) -> str:
    """A name as a hostile compiler might think of it."""
    return "".join(chance.choice(BITS) for _ in range(chance.choice((1, 2, 3, 8))))


def figure(names: List[str]) -> None:
    """A list whose words and head have such names: good XML, alone and in a page."""
    snapshot = lists_samples.push()
    chain = snapshot.chain
    nodes = tuple(replace(word, label=names[at % len(names)]) for at, word in enumerate(chain.nodes[:4]))
    moment = Moment(names[0], 3, names[1])
    snapshot = replace(snapshot, chain=replace(chain, head=replace(chain.head, label=names[2]), nodes=nodes))
    drawn = forms.svg(replace(snapshot, moment=moment, words=(), difference=None))
    ElementTree.fromstring(drawn)
    ElementTree.fromstring(inline.inline(drawn, "figure-1"))


def replay(names: List[str]) -> str:
    """The page of a lesson in which all texts are such names."""
    text, line = Markup(markup.transcript(names[0])), [Markup(each) for each in markup.source("int a;")]
    layouts = [pages_of.Layout(Markup("<svg></svg>"), inline.Size(1, 1))]
    figure = pages_of.Figure(names[1], names[2], "a.svg", layouts, 1)
    parts = [pages_of.Part([figure], [text]), pages_of.Part([], [text])]
    stops = [pages_of.Stop(at, names[3], parts, "lesson.c", at) for at in range(2)]
    store = dict.fromkeys(("instruction", "step", "time", "earlier"), 1)
    store.update(dict.fromkeys(("function", "place", "source", "before", "after", "label"), names[4]))  # type: ignore
    word = {"address": "0x80218d48", "label": names[5], "first": "0x0"}
    lesson = pages_of.Lesson(
        "01", names[0], names[4], names[5], stops, {"lesson.c": line}, [{"word": word, "stores": [store]}]
    )
    return pages_of.pages([lesson])["01.html"].decode()


def state(names: List[str]) -> None:
    """The script that hands such texts to the page of the live picture is one call with the texts in it."""
    written: List[Tuple[str, str]] = []
    put: Callable[..., None] = lambda name, text: written.append((name, text))
    shown = live.Page.__new__(live.Page)
    shown._state = {"session": "1", "serial": 0}
    shown._put = put  # type: ignore[method-assign]
    shown.show(live.Job(names[0], names[1], "", [live.Picture(names[2], message=names[3])]))
    ((_, script),) = written
    call = re.fullmatch(r"Live\.state\((.*)\);\n", script)
    assert call and script.isascii(), script
    data = json.loads(call.group(1))
    assert [data["lesson"], data["title"]] == names[:2]
    assert data["pictures"] == [{"heading": names[2], "message": names[3]}]


class _Reader(HTMLParser):
    """Collects the tags of a page with the names of their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: List[Tuple[str, ...]] = []
        self.text: List[str] = []

    def handle_starttag(self, tag, attrs):  # type: ignore[no-untyped-def]
        self.tags.append((tag, *(attribute for attribute, _ in attrs)))

    def handle_endtag(self, tag):  # type: ignore[no-untyped-def]
        self.tags.append(("/" + tag,))

    def handle_data(self, data):  # type: ignore[no-untyped-def]
        self.text.append(data)


def shape(html: str) -> List[Tuple[str, ...]]:
    """The tags of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.tags


def reread(html: str) -> str:
    """The text of a page."""
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.text).rstrip("\n")
