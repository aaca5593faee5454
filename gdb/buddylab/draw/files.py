"""Writes a drawing to a file: the ending says what it is, and the file is written whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable, Optional, Union

from buddylab.heap_model import HeapSnapshot
from buddylab.history import History
from buddylab.model import Snapshot


@dataclass(frozen=True)
class Forms:
    """What one command saw, in every form that it can be written in; nothing is made before it is asked for."""

    text: Callable[[], str]
    json: Callable[[], str]
    drawn: Union[Snapshot, HeapSnapshot, History]  # for the figure
    view: str = "chains"  # which figure of a heap
    theme: Optional[str] = None  # light, dark or print; None: what suits the page that an SVG is on, else light


def content(forms: Forms, name: str) -> bytes:
    """What belongs into a file called `name`. Raises RuntimeError, with a sentence, where Graphviz cannot draw."""
    ending = os.path.splitext(name)[1].lower()
    if ending == ".json":
        return forms.json().encode()
    if ending == ".txt":
        return forms.text().encode()
    try:
        from buddylab.draw import dot, svg  # Graphviz is needed, and its module loaded, only here
    except ModuleNotFoundError:
        raise RuntimeError("GDB's Python has no module graphviz; install python3-graphviz, or run make deps.")
    if ending == ".dot":
        return dot.dot(forms.drawn, forms.view, forms.theme).encode()
    return svg.render(forms.drawn, ending[1:], forms.view, forms.theme)


def write(name: str, data: bytes) -> None:
    """Puts `data` into the file `name`, replacing an old one in one step, or raises OSError and leaves it intact."""
    import tempfile  # takes long to load

    folder = os.path.dirname(os.path.abspath(name))
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".buddylab-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, name)
    except BaseException:
        os.unlink(temporary)
        raise
