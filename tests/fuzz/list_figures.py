"""Random lists as figures: sound ones, memory full of pointers, wrong links back, and compared with an earlier stop."""

from __future__ import annotations

import random

from buddylab.draw import forms
from fuzz.look import look
from unit.random_lists import changed, links_back, ordered, tangle


def list_figures(chance: random.Random) -> None:
    """One list of each kind."""
    look({make.__name__: forms.scene(make(chance)) for make in (ordered, tangle, links_back, changed)})
