"""The parts of `make fuzz`: what each tries with what chance gives it. A round is made of its number alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Callable, Tuple

from fuzz.allocators import allocators
from fuzz.back import back
from fuzz.heap_figures import heap_figures
from fuzz.heaps import heaps
from fuzz.list_figures import list_figures
from fuzz.option_lines import option_lines
from fuzz.pages import pages
from fuzz.places import places
from fuzz.practice import practice
from fuzz.timelines import timelines
from fuzz.walks import walks


@dataclass(frozen=True)
class Part:
    """One part; it fails by raising whatever it likes."""

    name: str
    once: Callable[[random.Random], None]
    times: int  # that it is tried in a round

    def round(self, seed: int) -> None:
        """The round of that number, which is the same in every run."""
        for number in range(self.times):
            self.once(random.Random(f"{seed}:{number}"))


PARTS: Tuple[Part, ...] = (
    Part("walks", walks, 80),
    Part("heaps", heaps, 20),
    Part("option-lines", option_lines, 50),
    Part("pages", pages, 1),
    Part("list-figures", list_figures, 1),
    Part("heap-figures", heap_figures, 1),
    Part("places", places, 1),
    Part("timelines", timelines, 1),
    Part("allocators", allocators, 1),
    Part("back", back, 1),
    Part("practice", practice, 1),
)
