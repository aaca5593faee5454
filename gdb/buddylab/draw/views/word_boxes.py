"""Words as boxes, the same in a list and in the chains of a heap; and dashed boxes for what is not shown."""

from __future__ import annotations

from typing import Container, Optional, Tuple, Union

from buddylab.draw.figure.scene import Box, Line
from buddylab.few import More
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Word
from buddylab.snapshot import Change, Snapshot

GHOST = "ghost"  # the kind of a dashed box, and of an arrow to what a chain leads to and is not shown


class WordBoxes:
    """What stands in the boxes of one snapshot."""

    def __init__(
        self,
        snapshot: Union[Snapshot, HeapSnapshot],
        links: Container[Optional[int]],
        view: Tuple[str, ...] = (),
        short: bool = False,
    ) -> None:
        """From the words at `links` arrows lead to where they pointed at the earlier stop; boxes are of kind `view`.

        `short` writes words without the zeros in front.
        """
        self._spelling = snapshot.spelling
        self._size = snapshot.word_size
        self._changes = snapshot.changed()
        self._links, self._view, self._short = links, view, short

    def change(self, word: Word) -> Optional[Change]:
        """What changed in it."""
        return None if word.address is None else self._changes.get(word.address)

    def at(self, word: Word, offset: int = 0) -> str:
        """The address that stands above the word; `offset` is how far into its node it lies."""
        return "" if word.address is None else self._spelling.address(word.address - offset)

    def value(self, value: Optional[int], null: bool = False) -> str:
        """What it holds, with all digits unless they are to be few; or null, where a list ends in it."""
        if null:
            return "null"
        few = self._short and value is not None
        return self._spelling.pointed(value or 0) if few else self._spelling.word(value, self._size)

    def kinds(self, word: Word, roles: Tuple[str, ...], mark: str, null: bool) -> Tuple[str, ...]:
        """Its `roles`, and what there is to see of it; `mark` is what became of its node since the earlier stop."""
        seen = {
            "null": null,
            "changed": self.change(word) is not None,
            mark: bool(mark),
            "unreadable": word.value is None,
        }
        return ("word", *roles, *(kind for kind, is_so in seen.items() if is_so), *self._view)

    def note(self, word: Word, mark: str, ended: bool) -> Optional[Line]:
        """What became of it, and what it was; `ended` says whether a 0 was the end of a list then."""
        change = self.change(word)
        was = "" if change is None else f"was {self.value(change.before, ended and change.before == 0)}"
        said = " · ".join(part for part in (mark, was) if part)
        return Line(said, "old" if word.address in self._links else "note") if said else None

    def more(self, key: str, row: int, column: int, more: More, nouns: str, first: int) -> Box:
        """The box that stands for others, of which the first is at `first`."""
        where = self._spelling.address(first)
        meaning = f"{more.count} more {nouns} from {where} on"
        return Box(key, row, column, where, "", str(more), (GHOST, "more", *self._view), meaning)

    def ghost(self, key: str, row: int, column: int, value: int, reason: str) -> Box:
        """The box for what a last word leads to, and why it is not shown."""
        where = self._spelling.pointed(value)
        return Box(key, row, column, where, "", reason, (GHOST, *self._view), f"{where}: {reason}")
