"""What the replay pages ask a session beside the walkthrough's commands: when each figure was drawn, how it is laid out
for narrow windows, and the history of every word. It is imported before the first figure.
"""

from __future__ import annotations

import json
from typing import List, Tuple

import gdb

from buddylab import whole
from buddylab.commands import ours, show
from buddylab.draw import forms
from buddylab.draw.figure import svg
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.places import PLACES
from buddylab.draw.words import writes_text
from buddylab.target.runs import writes

_shown: List[forms.Forms] = []  # the last one
_narrow: List[Tuple[Source, str]] = []  # of each figure, and what is read aloud of it


def _watch(made: forms.Forms) -> None:
    _shown[:] = [made]


show.watchers.append(_watch)


def figure() -> None:
    """Lays out what was shown last for a phone, and prints the number of instructions since the reset."""
    run, made = ours.lesson().run, _shown[0]
    _narrow.append((forms.source(made.drawn, made.view, PLACES["phone"]), forms.spoken(made.drawn)))
    gdb.write(f"{run.machine.clock() if run else 0}\n")


def tell(path: str) -> None:
    """Replaces the addresses in the JSON file `path` by the histories of the words there, as show-writes gives them,
    and by the SVG files of the narrow figures."""
    run = ours.lesson().run
    if run is None:
        raise gdb.GdbError("Nothing is running, so there is no history to show; type run to start the lesson again.")
    with open(path, encoding="utf-8") as file:
        words = [writes.Wanted(f"{address:#x}", address) for address in json.load(file)]
    histories = [json.loads(writes_text.dumps(each)) for each in writes.histories(words, run)]
    drawn = zip(svg.run_all([source.text for source, _ in _narrow]), _narrow)
    figures = [svg.dress(plain, source, spoken) for plain, (source, spoken) in drawn]
    whole.write(path, json.dumps({"histories": histories, "figures": figures}).encode())
