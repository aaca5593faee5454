"""Every form that a list, a heap or a word's history is shown in; a file's ending says which it wants."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable, Optional

from buddylab.draw.figure import dot as writer
from buddylab.draw.figure import palette
from buddylab.draw.figure import svg as graphviz
from buddylab.draw.figure.dot import Source
from buddylab.draw.views import choice
from buddylab.draw.views import timeline
from buddylab.draw.words import heap_text, list_text
from buddylab.heap_model import HeapSnapshot
from buddylab.history import History


@dataclass(frozen=True)
class Forms:
    """What one command saw, in every form that it can be written in; nothing is made before it is asked for."""

    text: Callable[[], str]
    json: Callable[[], str]
    drawn: choice.Drawn  # for the figure
    view: str = "chains"  # which figure of a heap
    theme: Optional[str] = None  # light, dark or print; None: what suits the page that an SVG is on, else light


def content(forms: Forms, name: str) -> bytes:
    """What belongs into a file called `name`. Raises RuntimeError, with a sentence, where Graphviz cannot draw."""
    ending = os.path.splitext(name)[1].lower()
    if ending == ".json":
        return forms.json().encode()
    if ending == ".txt":
        return forms.text().encode()
    if ending == ".dot":
        return dot(forms.drawn, forms.view, forms.theme).encode()
    return render(forms.drawn, ending[1:], forms.view, forms.theme)


def spoken(snapshot: choice.Drawn) -> str:
    """The figure of `snapshot` read aloud."""
    if isinstance(snapshot, History):
        return timeline.spoken(snapshot)
    return heap_text.spoken(snapshot) if isinstance(snapshot, HeapSnapshot) else list_text.spoken(snapshot)


def source(snapshot: choice.Drawn, view: str = "chains") -> Source:
    """The figure of `snapshot` before Graphviz; `view`, which is for heaps, is chains, map, tree or all."""
    return writer.write(choice.scene(snapshot, view))


def dot(snapshot: choice.Drawn, view: str = "chains", theme: Optional[str] = None) -> str:
    """The DOT text of the figure of `snapshot`; equal snapshots give equal texts."""
    return palette.themed(source(snapshot, view).text, theme)


def svg(snapshot: choice.Drawn, view: str = "chains", theme: Optional[str] = None) -> str:
    """The figure as a whole SVG file. Raises RuntimeError, with a sentence, where Graphviz is missing or fails.

    Without a `theme` it suits the page that it is on.
    """
    figure = source(snapshot, view)
    return graphviz.dress(graphviz.run(palette.themed(figure.text, theme)), figure, spoken(snapshot), theme)


def render(snapshot: choice.Drawn, format: str, view: str = "chains", theme: Optional[str] = None) -> bytes:
    """The figure as the bytes of a file; `format` is svg, pdf or png. Raises what `svg` does.

    Equal snapshots give equal bytes, as long as it is the same Graphviz.
    """
    if format == "svg":
        return svg(snapshot, view, theme).encode()
    return graphviz.other(dot(snapshot, view, theme), format)
