"""Which of the candidates memory bears out: the first thousand nodes of each are walked and checked."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from math import gcd
from typing import Iterable, Optional

from buddylab.check import check
from buddylab.memory.image import Memory
from buddylab.target.types import links
from buddylab.target.lists.readings import Reading
from buddylab.target.ask import word_size
from buddylab.walk import walk

ENOUGH = 1000  # nodes
NOT_KNOWN = ("absent", "interrupted")  # the problems that are no damage


def first_sound(readings: Iterable[Reading], memory: Memory) -> Optional[Reading]:
    """The first of the readings that is sound, or the very first if none is; None where there is none at all.

    A null pointer bears nothing out: where the likeliest leads to nodes no empty list takes its place, and where only
    others do the first of those does.
    """
    each = iter(readings)
    likeliest, other = next(each, None), next(each, None)
    if likeliest is None or other is None or is_sound(likeliest, memory):
        return likeliest  # nothing needs to be walked to choose from one
    leads = bool(likeliest.head.value)
    for reading in chain((other,), each):
        if is_sound(reading, memory) and (not leads or reading.head.value):
            return reading
        if not leads and reading.head.value:
            likeliest, leads = reading, True
    return likeliest


def is_sound(reading: Reading, memory: Memory) -> bool:
    """Whether the list ends as it should, as far as it can be seen and is looked at, and all links back agree."""
    walked = walk(memory, replace(reading.shape, limit=ENOUGH, align=alignment(reading)), reading.head)
    known = [problem for problem in check(walked, memory.word_size) if problem.kind not in NOT_KNOWN]
    return walked.head.value is not None and not known


def alignment(reading: Reading) -> Optional[int]:
    """What the nodes' addresses are multiples of; of members of larger objects also a head of their kind may be met."""
    align = None if reading.object is None else links.alignment(reading.object)
    start = reading.shape.start
    return gcd(align, start, word_size()) if align and start else align
