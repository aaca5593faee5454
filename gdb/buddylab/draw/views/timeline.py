"""The history of a word as a scene: a box for each store, in frames for the step and the line that made them."""

from __future__ import annotations

from itertools import groupby
from typing import List, Tuple, Union

from buddylab.draw.figure.scene import Box, Frame, Line, Scene
from buddylab.draw.words.writes_text import SHOWN, heading, step
from buddylab.few import More
from buddylab.history import History, Store
from buddylab.spelling import agree, count

COLUMNS = 4
CAPTION = "Each box is a store, in the order of time: the new value, and below it the old one."
SAME = "the same once more"


def scene(history: History) -> Scene:
    """The scene of `history`: first what the word held at the reset, then each store, the last one at the bottom."""
    boxes: List[Box] = [_start(history)]
    frames = [Frame("f-reset", "when the machine was reset", 0, 0)]
    if history.cut:
        boxes.append(_hidden(history.cut, 0, 1, 0))
        frames.append(Frame("f-1", "not shown", 1, 1))
    total = history.cut
    for part, off in ((history.strangers(), True), (history.own(), False)):
        for where, group in groupby(SHOWN.row(part), key=lambda store: _where(store, history, off)):
            row, column = frames[-1].last + 1, 0
            for store in group:
                if isinstance(store, More):
                    boxes.append(_hidden(store.count, total, row + column // COLUMNS, column % COLUMNS))
                    total += store.count
                else:
                    total += 1
                    said = _sentence(store, history, off)
                    boxes.append(_box(store, total, off, said, row + column // COLUMNS, column % COLUMNS))
                column += 1
            frames.append(Frame(f"f-{row}", where, row, row + (column - 1) // COLUMNS, kinds=("off",) if off else ()))
    caption = (CAPTION,) if history.stores else ("Nobody has written to it since.",)
    return Scene(heading(history), caption, COLUMNS, tuple(boxes), (), tuple(frames))


def spoken(history: History) -> str:
    """The figure read aloud."""
    parts = [heading(history), f"At the reset it held {history.first:#x}."]
    if history.cut:
        parts.append(f"{count(history.cut, 'store')} {agree(history.cut, 'is', 'are')} not shown.")
    for part, off in ((history.strangers(), True), (history.own(), False)):
        if off and part:
            parts.append(f"Before {history.owner}() was called, its bytes belonged to other functions.")
        for store in SHOWN.row(part):
            parts.append(f"{store.count} more stores." if isinstance(store, More) else _sentence(store, history, off))
    return " ".join(parts)


def _start(history: History) -> Box:
    return Box("s-0", 0, 0, "", "0", f"{history.first:#x}", ("word", "off"), f"It held {history.first:#x}.")


def _box(store: Store, number: int, off: bool, said: str, row: int, column: int) -> Box:
    name = f"{number}: {store.label}" if store.label else f"{number}"
    changed = store.before != store.after
    line = Line(f"was {store.before:#x}" if changed else SAME, "note" if changed and not off else "prev")
    kinds: Tuple[str, ...] = ("word", "off") if off else ("word", "changed") if changed else ("word", "chain")
    return Box(f"s-{number}", row, column, "", name, f"{store.after:#x}", kinds, said, (line,))


def _hidden(hidden: int, before: int, row: int, column: int) -> Box:
    text = agree(hidden, f"store {before + 1}", f"stores {before + 1} to {before + hidden}")
    meaning = f"{text} {agree(hidden, 'is', 'are')} not shown."
    return Box(f"s-{before + 1}", row, column, f"{hidden} more", "", text, ("ghost",), meaning)


def _where(store: Union[Store, More], history: History, off: bool) -> str:
    """The title of the frame that a store belongs to."""
    if isinstance(store, More):
        return "not shown"
    before = f"before {history.owner}() was called, in " if off else f"{step(store)}: "
    place = f" at {store.place}" if store.place else ""
    return f"{before}{store.function}(){place}" + (f": {store.source}" if store.source else "")


def _sentence(store: Store, history: History, off: bool) -> str:
    when = f"Before {history.owner}() was called" if off else step(store).capitalize()
    place = f" at {store.place}" if store.place else ""
    name = f", the address of {store.label}" if store.label else ""
    held = "which it held already" if store.before == store.after else f"where {store.before:#x} was"
    return f"{when}: {store.function}(){place} stored {store.after:#x}{name}, {held}."
