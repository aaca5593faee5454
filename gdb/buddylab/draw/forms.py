"""The one table: each noun that can be shown, and what makes its text, its JSON, its scene, what is read aloud of it.

A file's ending says which form it wants.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Callable, Dict, Iterable, Optional, Sequence, Union

from buddylab.columns import fill
from buddylab.draw.figure import dot as writer
from buddylab.draw.figure import palette, renaming
from buddylab.draw.figure import svg as graphviz
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.places import LEAST, Place
from buddylab.draw.figure.scene import Scene
from buddylab.draw.fit import CLOSE, fitted
from buddylab.draw.views import heap, heap_fit, list_fit
from buddylab.draw.views import list as lists
from buddylab.draw.views import timeline
from buddylab.draw.words import as_json, heap_text, list_text, writes_text
from buddylab.draw.words.dump import Suffix
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.history import History
from buddylab.snapshot import Snapshot
from buddylab.spelling import together

Drawn = Union[Snapshot, HeapSnapshot, History]


@dataclass(frozen=True)
class Noun:
    """How one kind of thing is shown.

    `text` is told what GDB's x puts between an address and the colon, `json` a note on how a list was read, `scene`
    which view of a heap is meant, `tiers` for which place too: it gives ways to draw it, those that show most first.
    """

    text: Callable[[Any, Suffix], str]
    json: Callable[[Any, str], str]
    scene: Callable[[Any, str], Scene]
    tiers: Callable[[Any, str, Place], Iterable[Sequence[Scene]]]
    spoken: Callable[[Any], str]


NOUNS: Dict[type, Noun] = {
    Snapshot: Noun(
        list_text.show,
        as_json.dumps,
        lambda drawn, view: lists.scene(drawn),
        lambda drawn, view, place: list_fit.tiers(drawn, place),
        list_text.spoken,
    ),
    HeapSnapshot: Noun(
        heap_text.show,
        as_json.dumps_heap,
        heap.scene,
        heap_fit.tiers,
        heap_text.spoken,
    ),
    History: Noun(
        lambda drawn, suffix: writes_text.show(drawn),
        lambda drawn, note: writes_text.dumps(drawn),
        lambda drawn, view: timeline.scene(drawn),
        lambda drawn, view, place: [[timeline.scene(drawn)]],
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
    place: Optional[Place] = None  # where the figure is to be seen; None: on a page of any size

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
            return dotted(self._source, self.theme).encode()
        return rendered(self._source, ending[1:], spoken(self.drawn), self.theme)

    @cached_property
    def _source(self) -> Source:
        """The figure before Graphviz; a command asks for it in several forms."""
        return source(self.drawn, self.view, self.place)

    def left_out(self) -> str:
        """A sentence on what the figure's place has no room for; "" where all is shown."""
        if self.place is None:
            return ""
        left_out, letters = self._source.left_out, self._source.letters * self._source.scale
        said = [f"not shown: {together(left_out)}"] if left_out else []
        small = letters < LEAST - CLOSE
        said += [f"the smallest letters have {letters:.1f} points, fewer than {LEAST:g}"] if small else []
        return f"For {self.place.name} there is too little room; {'; '.join(said)}." if said else ""


def scene(drawn: Drawn, view: str = "") -> Scene:
    """The scene of the figure; `view`, which is for heaps, is one of choice.VIEWS or "" for the usual one."""
    result = NOUNS[type(drawn)].scene(drawn, view)
    return result if isinstance(drawn, History) or not drawn.spelling.relative else renaming.renamed(result)


def spoken(drawn: Drawn) -> str:
    """The figure read aloud."""
    return NOUNS[type(drawn)].spoken(drawn)


def source(drawn: Drawn, view: str = "", place: Optional[Place] = None) -> Source:
    """The figure before Graphviz; for `place`, if one is given."""
    if place is None:
        return writer.write(scene(drawn, view))
    found = fitted(NOUNS[type(drawn)].tiers(drawn, view, place), place)
    shown = found.scene if isinstance(drawn, History) or not drawn.spelling.relative else renaming.renamed(found.scene)
    return replace(writer.write(shown, place.bare), scale=found.scale)


def dot(drawn: Drawn, view: str = "", theme: Optional[str] = None, place: Optional[Place] = None) -> str:
    """The DOT text of the figure; equal snapshots give equal texts."""
    return dotted(source(drawn, view, place), theme)


def dotted(figure: Source, theme: Optional[str]) -> str:
    """The same of its source."""
    return palette.themed(graphviz.sized(figure), theme)


def svg(drawn: Drawn, view: str = "", theme: Optional[str] = None, place: Optional[Place] = None) -> str:
    """The figure as a whole SVG file. Raises RuntimeError, with a sentence, where Graphviz is missing or fails.

    Without a `theme` it suits the page that it is on.
    """
    return render(drawn, "svg", view, theme, place).decode()


def render(
    drawn: Drawn, format: str, view: str = "", theme: Optional[str] = None, place: Optional[Place] = None
) -> bytes:
    """The figure as the bytes of a file; `format` is svg, pdf or png. Raises what `svg` does.

    Equal snapshots give equal bytes, as long as it is the same Graphviz.
    """
    return rendered(source(drawn, view, place), format, spoken(drawn), theme)


def rendered(figure: Source, format: str, said: str, theme: Optional[str]) -> bytes:
    """The same of its source, and of what is read aloud of it."""
    if format == "svg":
        return graphviz.dress(graphviz.run(palette.themed(figure.text, theme)), figure, said, theme).encode()
    return graphviz.other(dotted(figure, theme), format)
