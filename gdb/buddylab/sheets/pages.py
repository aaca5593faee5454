"""The pages of a worksheet and of its key: exercises one below the other, two pages of them."""

from __future__ import annotations

from typing import List, Sequence

from buddylab.draw.figure import measure, palette
from buddylab.draw.figure.paper import HEIGHT, Paper
from buddylab.practice.choosing import Mistyped
from buddylab.sheets.exercise import Exercise
from buddylab.sheets.parts import LEFT, ROOM, SIZE, SMALL, Lines, Part, rule, write

TOP, BOTTOM = 92.0, HEIGHT - 52.0  # of the exercises
GAP = 10.0  # between exercises, at least
MOST_GAP = 150.0  # so that they stay together


def worksheet(exercises: Sequence[Exercise], title: str, name: str, foot: str) -> List[str]:
    """The DOT text of the two pages to be handed out. Raises Mistyped where there is no room for all exercises."""
    each = [exercise.parts(False) for exercise in exercises]
    fit = [count for count in range(2, len(each) + 1) if _fits(_halves(each[:count]))]
    if len(each) not in fit:
        fewer = f"{fit[-1]} exercises at most" if fit else "another TOPIC"
        raise Mistyped(f"COUNT={len(each)} exercises do not fit on the two pages of {title}; expected {fewer}.")
    return _drawn(_halves(each), title, f"Name: {name}", foot, not name)


def _halves(each: Sequence[List[Part]]) -> List[Sequence[List[Part]]]:
    """What goes on each of two pages, so that both are about as full."""
    half = min(range(1, len(each)), key=lambda at: abs(_height(each[:at]) - _height(each[at:])))
    return [each[:half], each[half:]]


def _fits(pages: Sequence[Sequence[List[Part]]]) -> bool:
    return all(_height(each) <= BOTTOM - TOP for each in pages)


def key(exercises: Sequence[Exercise], title: str, name: str) -> List[str]:
    """The DOT text of the pages of the key, as many as it takes."""
    pages: List[List[List[Part]]] = [[]]
    for parts in (exercise.parts(True) for exercise in exercises):
        if pages[-1] and not _fits([[*pages[-1], parts]]):
            pages.append([])
        pages[-1].append(parts)
    return _drawn(pages, f"{title}: key", name, "", False)


def _height(each: Sequence[Sequence[Part]]) -> float:
    return sum(GAP + sum(part.height for part in parts) for parts in each) - GAP


def _drawn(pages: Sequence[Sequence[List[Part]]], title: str, name: str, foot: str, ruled: bool) -> List[str]:
    drawn = []
    for number, each in enumerate(pages, 1):
        paper = Paper()
        write(paper, title, LEFT, 48, ROOM / 2, Lines("", bold=True, size=24))
        size = min(SIZE, ROOM / 2 / measure.width(name or "-", 1.0, measure.SANS))
        write(paper, name, LEFT + ROOM / 2, 52, ROOM / 2, Lines("", size=size))
        if ruled:
            rule(paper, ((LEFT + ROOM / 2 + 70, 76), (LEFT + ROOM, 76)))
        left = BOTTOM - TOP - _height(each)
        gap, top = GAP + min(MOST_GAP - GAP, left / len(each)), TOP
        for parts in each:
            for part in parts:
                part.put(paper, top)
                top += part.height
            top += gap
        small = Lines("", size=SMALL, ink="quiet")
        write(paper, f"Page {number} of {len(pages)}", LEFT + ROOM - 110, HEIGHT - 46, 110, small)
        write(paper, foot if number == 1 else "", LEFT, HEIGHT - 46, ROOM - 120, small)
        drawn.append(palette.themed(paper.dot(), "print"))
    return drawn
