"""Which of the candidates memory bears out: the first thousand nodes of each are walked and checked."""

from __future__ import annotations

from dataclasses import replace
from math import gcd
from typing import Iterable, Optional

from buddylab.check import check
from buddylab.image import Memory
from buddylab.target import links
from buddylab.target.candidates import Reading
from buddylab.target.memory import word_size
from buddylab.walk import walk

ENOUGH = 1000  # nodes
NOT_KNOWN = ("absent", "interrupted")  # the problems that are no damage


def first_sound(readings: Iterable[Reading], memory: Memory) -> Optional[Reading]:
    """The first of the readings that is sound, or the very first if none is; None where there is none at all."""
    likeliest: Optional[Reading] = None
    for reading in readings:
        if is_sound(reading, memory):
            return reading
        likeliest = likeliest or reading
    return likeliest


def is_sound(reading: Reading, memory: Memory) -> bool:
    """Whether the list ends as it should, as far as it can be seen and is looked at, and all links back agree."""
    chain = walk(memory, replace(reading.shape, limit=ENOUGH, align=alignment(reading)), reading.head)
    known = [problem for problem in check(chain, memory.word_size) if problem.kind not in NOT_KNOWN]
    return chain.head.value is not None and not known


def alignment(reading: Reading) -> Optional[int]:
    """What the nodes' addresses are multiples of; of members of larger objects also a head of their kind may be met."""
    align = None if reading.object is None else links.alignment(reading.object)
    start = reading.shape.start
    return gcd(align, start, word_size()) if align and start else align
