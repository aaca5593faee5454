"""What stands below the words of a list: notes, links back where one is wrong, and the fields that were asked for."""

from __future__ import annotations

from typing import Dict, Optional, Set, Tuple

from buddylab.check import Aims
from buddylab.draw.figure.below import BACK
from buddylab.draw.figure.sizes import ROOMY
from buddylab.draw.figure.measure import MONO, shorten, wrap
from buddylab.draw.figure.scene import Line
from buddylab.draw.words import naming
from buddylab.ends import End
from buddylab.model import Word
from buddylab.snapshot import SHOWN, Snapshot

NAME = 18  # characters of a field's name
VALUE = 28  # and of its value
NOTE = 180.0  # the width of a note, less than the narrowest box


class Details:
    """Looks at one snapshot; all nodes of a list get lines of the same height, so that they line up in their rows."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        chain, shape = snapshot.chain, snapshot.chain.shape
        count = len(chain.nodes)
        numbers = SHOWN.shown(range(count))
        self._numbers: Dict[Optional[int], int] = {word.address: at for word, at in zip(snapshot.visible(), numbers)}
        if chain.end == End.HEAD:
            self._numbers[chain.head.address] = count
        aims = Aims(chain)
        self._wrong: Set[Optional[int]] = {word for word, at in self._numbers.items() if aims.astray(at)}
        self._owners: Dict[int, int] = {}  # the links back that are words of the figure themselves, and whose they are
        if shape.prev is not None:
            nodes = {word - shape.next + shape.prev: word for word in self._numbers if word is not None}
            shown = {word.address for word in snapshot.shown() if not snapshot.is_node(word)}
            self._owners = {address: node for address, node in nodes.items() if address in shown}
        self.backs = bool(self._wrong - set(self._owners.values()))  # whether links back stand below the words

    def wrong(self, word: Word) -> bool:
        """Whether a broken arrow starts below `word`, which is a node's link or the head."""
        return self.backs and word.address in self._wrong

    def back(self, word: Word) -> Optional[int]:
        """The link back of the node whose link `word` is; None if it has none, or cannot be read."""
        at = self._numbers.get(word.address, len(self.snapshot.chain.prevs))
        return self.snapshot.chain.prevs[at] if at < len(self.snapshot.chain.prevs) else None

    def owner(self, word: Word) -> Optional[str]:
        """For a link back with a box of its own: the kind of its arrow, broken if it is wrong."""
        node = self._owners.get(word.address) if word.address is not None else None
        return None if node is None else "broken" if node in self._wrong else "back"

    def lines(self, word: Word, notes: Tuple[Line, ...], most: int) -> Tuple[Line, ...]:
        """Everything below `word`; `most` is how many notes any node has."""
        below = self._back(word) + self._fields(word)
        return notes + (Line("", "blank"),) * (most - len(notes) if below else 0) + below

    def _back(self, word: Word) -> Tuple[Line, ...]:
        if not self.backs or self._numbers.get(word.address, len(self.snapshot.chain.prevs)) >= len(
            self.snapshot.chain.prevs
        ):
            return ()
        value = self.back(word)
        said = "null" if value == 0 else self.snapshot.spelling.word(value, self.snapshot.word_size)
        return (Line(f"prev {said}", BACK[word.address in self._wrong]),)

    def _fields(self, word: Word) -> Tuple[Line, ...]:
        """The object that the node is a member of, and its members."""
        chain = self.snapshot.chain
        if word.address is None or not self.snapshot.is_node(word):
            return ()
        values = chain.details.get(chain.node(word), ())
        container = None if self.snapshot.spelling.relative else self.snapshot.container
        object = hex(self.snapshot.object(word))
        return ((Line(object, "field", shorten(container.name, NAME)),) if container else ()) + tuple(
            Line(shorten(self.snapshot.spelling.sentence(value), VALUE), "field", shorten(field[0], NAME))
            for field, value in zip(chain.shape.fields, values)
        )

    def notes(self, word: Word, was: Optional[Line], is_last: bool, leads_away: bool) -> Tuple[Line, ...]:
        """What to say of a word: what became of it, how long the cycle is that it closes, why the walk stopped here."""
        chain = self.snapshot.chain
        notes = [was] if was else []
        if is_last and chain.end == End.CYCLE:
            notes.append(Line(f"cycle of {chain.cycle()}", "warning"))
        if is_last and chain.end == End.NULL and chain.shape.home is not None:
            notes.append(Line("expected the head", "warning"))
        if is_last and chain.end == End.LIMIT and chain.interrupted and not leads_away:
            said = ["the walk stopped here", *wrap(chain.interrupted, NOTE, ROOMY.small, MONO)]
            notes += [Line(line, "warning") for line in said]
        return tuple(notes)

    def meaning(self, name: str, word: Word) -> str:
        """A wrong link back in words."""
        value = self.back(word)
        if value is None:
            return f"the link back of {name} cannot be read"
        where = naming.pointed(self.snapshot, value)
        return f"the link back of {name} is wrong: it points at {where}"
