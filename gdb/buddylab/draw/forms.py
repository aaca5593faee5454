"""The one table: each noun that can be shown, and what makes its text, its JSON, its scene, what is read aloud of it.

A file's ending says which form it wants.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, Optional, Union

from buddylab.columns import fill
from buddylab.draw.figure import dot as writer
from buddylab.draw.figure import palette, renaming
from buddylab.draw.figure import svg as graphviz
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.scene import Scene
from buddylab.draw.views import heap
from buddylab.draw.views import list as lists
from buddylab.draw.views import timeline
from buddylab.draw.words import as_json, heap_text, list_text, writes_text
from buddylab.draw.words.dump import Suffix
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.history import History
from buddylab.model import Snapshot

Drawn = Union[Snapshot, HeapSnapshot, History]


@dataclass(frozen=True)
class Noun:
    """How one kind of thing is shown.

    `text` is told what GDB's x puts between an address and the colon, `json` a note on how a list was read, `scene`
    which view of a heap is meant.
    """

    text: Callable[[Any, Suffix], str]
    json: Callable[[Any, str], str]
    scene: Callable[[Any, str], Scene]
    spoken: Callable[[Any], str]


NOUNS: Dict[type, Noun] = {
    Snapshot: Noun(list_text.show, as_json.dumps, lambda drawn, view: lists.scene(drawn), list_text.spoken),
    HeapSnapshot: Noun(heap_text.show, lambda drawn, note: as_json.dumps_heap(drawn), heap.scene, heap_text.spoken),
    History: Noun(
        lambda drawn, suffix: writes_text.show(drawn),
        lambda drawn, note: writes_text.dumps(drawn),
        lambda drawn, view: timeline.scene(drawn),
        timeline.spoken,
    ),
}


@dataclass(frozen=True)
class Forms:
    """What one command saw, in every form that it can be written in; nothing is made before it is asked for."""

    drawn: Drawn
    theme: Optional[str] = None  # light, dark or print; None: what suits the page that an SVG is on, else light
    view: str = ""  # which figure of a heap; "": the usual one
    suffix: Suffix = lambda address: ""  # what GDB's x puts between an address and the colon
    note: str = ""  # a sentence below the text
    alone: bool = False  # whether that is all of the text

    def text(self) -> str:
        """As text."""
        if self.alone:
            return f"{fill(self.note)}\n"
        note = f"\n{fill(self.note)}\n" if self.note else ""
        return NOUNS[type(self.drawn)].text(self.drawn, self.suffix) + note

    def json(self) -> str:
        """As JSON."""
        return NOUNS[type(self.drawn)].json(self.drawn, self.note)

    def content(self, name: str) -> bytes:
        """What belongs into a file called `name`. Raises RuntimeError, with a sentence, where Graphviz cannot draw."""
        ending = os.path.splitext(name)[1].lower()
        if ending == ".json":
            return self.json().encode()
        if ending == ".txt":
            return self.text().encode()
        if ending == ".dot":
            return dot(self.drawn, self.view, self.theme).encode()
        return render(self.drawn, ending[1:], self.view, self.theme)


def scene(drawn: Drawn, view: str = "") -> Scene:
    """The scene of the figure; `view`, which is for heaps, is one of choice.VIEWS or "" for the usual one."""
    result = NOUNS[type(drawn)].scene(drawn, view)
    return result if isinstance(drawn, History) or not drawn.spelling.relative else renaming.renamed(result)


def spoken(drawn: Drawn) -> str:
    """The figure read aloud."""
    return NOUNS[type(drawn)].spoken(drawn)


def source(drawn: Drawn, view: str = "") -> Source:
    """The figure before Graphviz."""
    return writer.write(scene(drawn, view))


def dot(drawn: Drawn, view: str = "", theme: Optional[str] = None) -> str:
    """The DOT text of the figure; equal snapshots give equal texts."""
    return palette.themed(source(drawn, view).text, theme)


def svg(drawn: Drawn, view: str = "", theme: Optional[str] = None) -> str:
    """The figure as a whole SVG file. Raises RuntimeError, with a sentence, where Graphviz is missing or fails.

    Without a `theme` it suits the page that it is on.
    """
    figure = source(drawn, view)
    return graphviz.dress(graphviz.run(palette.themed(figure.text, theme)), figure, spoken(drawn), theme)


def render(drawn: Drawn, format: str, view: str = "", theme: Optional[str] = None) -> bytes:
    """The figure as the bytes of a file; `format` is svg, pdf or png. Raises what `svg` does.

    Equal snapshots give equal bytes, as long as it is the same Graphviz.
    """
    if format == "svg":
        return svg(drawn, view, theme).encode()
    return graphviz.other(dot(drawn, view, theme), format)
