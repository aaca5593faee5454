"""Makes the scene of a list: which boxes, frames and arrows a Snapshot is drawn with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import Dict, List, Optional, Sequence, Tuple

from buddylab.draw.bars import legend
from buddylab.draw.figure.measure import MONO, wrap
from buddylab.draw.figure.scene import Arrow, Box, Frame, Line, Scene, Slot
from buddylab.draw.figure.sizes import ROOMY
from buddylab.draw.views import blank
from buddylab.draw.views.list_details import NOTE, Details
from buddylab.draw.views.list_groups import Group, groups, owner, titled
from buddylab.draw.views.style import USUAL, Style
from buddylab.draw.views.word_boxes import GHOST, WordBoxes
from buddylab.draw.words import compared, list_text, naming
from buddylab.ends import End
from buddylab.few import More
from buddylab.model import Word
from buddylab.snapshot import SHOWN, Snapshot

MORE = "more"  # the key of the box that stands for the nodes of a long list that are not shown


def scene(snapshot: Snapshot, style: Style = USUAL) -> Scene:
    """The words, four to a row, framed by variable, and the head, in the order of memory; beside it where a broken
    chain leads."""
    result = _Lister(snapshot, style).scene()
    if snapshot.blank:
        return blank.emptied(result)
    if snapshot.difference is None or snapshot.difference.title is None or style.sizes.bare:
        return result
    kinds = [kind for box in result.boxes for kind in box.kinds]
    kinds += [kind for arrow in result.arrows for kind in arrow.kinds]
    samples = compared.list_legend(snapshot, kinds)
    return replace(
        result, panels=(Slot(partial(legend.legend, samples, style.sizes), legend.LEAST),) if samples else ()
    )


class _Lister:
    """Looks at one snapshot; what it needs for each word is collected once."""

    def __init__(self, snapshot: Snapshot, style: Style) -> None:
        self.snapshot, self.style = snapshot, style
        self.head = snapshot.chain.head
        self.last = snapshot.chain.nodes[-1] if snapshot.chain.nodes else self.head
        self.offset = snapshot.chain.shape.next  # from the address that a pointer holds to the word that it means
        self.targets = snapshot.targets()
        self.details = Details(snapshot)
        self.marks = compared.marks(snapshot)
        self.were = compared.links(snapshot)
        self.links = {at: value for at, value in self.were.items() if value in self.targets and style.notes}
        self.look = WordBoxes(snapshot, self.links, short=style.fits)
        self.prevs = {
            f"b-{word.address:x}": word for word in (*snapshot.visible(), self.head) if self.details.wrong(word)
        }
        self.tags: Dict[int, List[str]] = defaultdict(list)
        self.most = max([0, *(len(self.notes(word)) for word in snapshot.visible())])
        for pointer in snapshot.pointers:
            if pointer.value is not None and pointer.label:
                self.tags[pointer.value].append(pointer.label)

    def scene(self) -> Scene:
        """The whole of it."""
        each = groups(self.snapshot)
        in_its_row = 1 + self.leads_away() + bool(self.snapshot.elided())  # the head's
        columns = max([in_its_row] + [group.across(self.style.across) for group in each])
        before = [group for group in each if self.head.address is None or group.first < self.head.address]
        boxes: List[Box] = []
        frames: List[Frame] = []
        self.place(before, boxes, frames, columns)
        row = 1 + max((box.row for box in boxes), default=-1)
        frames.append(Frame("f-head", self.head_title(), row, row, columns - 1))
        variable = owner(self.snapshot, self.head)
        head = self.box(self.head, row, columns - 1, variable.name if variable else "")
        self.place(each[len(before) :], boxes, frames, columns, row + 1)
        if self.leads_away():
            boxes.append(self.ghost(row, columns - 2))
        if self.snapshot.elided() and all(box.key != MORE for box in boxes):
            taken = {head.column, *(box.column for box in boxes if box.row == row)}
            boxes.append(self.more(row, next(at for at in reversed(range(columns)) if at not in taken)))
        boxes.append(head)
        arrows = [self.arrow(word) for word in self.words() + [self.head]]
        arrows += [self.old(word) for word in self.words() + [self.head] if word.address in self.links]
        arrows += [self.link_back(key, word) for key, word in self.prevs.items()]
        if self.snapshot.elided():
            after = self.snapshot.visible()[SHOWN.first]
            meaning = f"after those comes {self.name(after)}"
            arrows.append(Arrow(f"e-{MORE}", MORE, _key("w", after), ("link",), meaning))
        return Scene(
            list_text.title(self.snapshot),
            tuple(list_text.caption(self.snapshot)),
            columns,
            tuple(boxes),
            tuple(arrow for arrow in arrows if arrow),
            tuple(frames),
            sizes=self.style.sizes,
        )

    def place(self, each: Sequence[Group], boxes: List[Box], frames: List[Frame], columns: int, row: int = 0) -> None:
        """Adds the words of groups, each in a frame, from `row` on."""
        for group in each:
            for down, words in enumerate(group.rows(columns)):
                for column, word in enumerate(words):
                    place = row + down, column
                    boxes.append(self.more(*place) if word is None else self.box(word, *place, group.owner))
            title = group.owner if self.style.sizes.bare and group.owner else group.title
            frames.append(Frame(f"f-{group.first:x}", title, row, boxes[-1].row))
            row = boxes[-1].row + 1

    def words(self) -> List[Word]:
        """Every word but the head, in address order."""
        return [word for word in self.snapshot.shown() if word.address != self.head.address]

    def head_title(self) -> str:
        """The title of the head's frame."""
        if self.head.address is None:
            return "a value, not in memory"
        variable = owner(self.snapshot, self.head)
        if variable and self.style.sizes.bare:
            return variable.name
        return titled("", [variable]) if variable else "the head, in no variable"

    def box(self, word: Word, row: int, column: int, owner: str = "") -> Box:
        """The box of a node, of the head or of any other word; one of a frame's `owner` where all in it are that's."""
        is_head = word is self.head
        on_chain = is_head or self.snapshot.is_node(word)
        role, mark, null = "head" if is_head else "chain" if on_chain else "off", self.mark(word), self.is_null(word)
        return Box(
            key=_key("w", word),
            row=row,
            column=column,
            address=self.look.at(word, 0 if word.address is None else word.address - self.snapshot.place(word)),
            name=self.short((naming.head_name(self.snapshot) if is_head else word.label) or "", owner),
            word=self.look.value(word.held, null and not word.raw),
            kinds=self.look.kinds(word, (role,), mark, null),
            meaning=self.meaning(word, on_chain),
            lines=self.details.lines(word, self.notes(word), self.most),
            tags=() if word.address is None else tuple(self.tags.get(word.address - self.offset, ())),
        )

    def short(self, name: str, owner: str) -> str:
        """A name in a frame that has its beginning in the title already, where room is short."""
        rest = name[len(owner) :]
        return rest if self.style.fits and owner and name.startswith(owner) and rest[:1] in ("[", ".") else name

    def notes(self, word: Word) -> Tuple[Line, ...]:
        """The notes below a word."""
        ended = word.address == self.head.address or word.address in self.were
        note = self.look.note(word, self.mark(word), ended) if self.style.notes else None
        return self.details.notes(word, note, word == self.last, self.leads_away())

    def mark(self, word: Word) -> str:
        """What became of its node since the earlier stop, if anything."""
        return "" if word.address is None else self.marks.get(word.address, "")

    def is_null(self, word: Word) -> bool:
        """Whether the list ends in `word`; any other 0 is a number."""
        return word.value == 0 and word == self.last and self.snapshot.chain.end == End.NULL

    def name(self, word: Word) -> str:
        """What to call a word in a sentence."""
        return naming.head_name(self.snapshot) if word is self.head else naming.called(self.snapshot, word)

    def meaning(self, word: Word, on_chain: bool) -> str:
        """A box in words."""
        mark, change = self.mark(word), self.look.change(word)
        parts = [f"{self.name(word)} holds {self.look.value(word.value, self.is_null(word))}"]
        parts += [] if on_chain else ["not on the list"]
        parts += [f"{mark} since the earlier stop"] if mark else []
        parts += [f"changed, was {self.look.value(change.before)}"] if change else []
        parts += [self.details.meaning(self.name(word), word)] if self.details.wrong(word) else []
        return ", ".join(parts)

    def leads_away(self) -> bool:
        """Whether the chain's last word points at something that is not shown."""
        value = self.last.value
        if self.snapshot.chain.end == End.CYCLE and self.snapshot.elided():
            return False  # it is in the figure, or hidden in the box for the others
        return (
            value is not None
            and value not in self.targets
            and self.snapshot.chain.end not in (End.NULL, End.HEAD, End.MARK)
        )

    def more(self, row: int, column: int) -> Box:
        """The box for the nodes between the first and the last ones."""
        first = self.snapshot.chain.node(self.snapshot.chain.nodes[SHOWN.first])
        return self.look.more(MORE, row, column, More(self.snapshot.elided()), "nodes", first)

    def ghost(self, row: int, column: int) -> Box:
        """The box for what the chain's last word points at."""
        chain = self.snapshot.chain
        box = self.look.ghost(GHOST, row, column, self.last.value or 0, chain.end.reason)
        why = chain.interrupted if chain.end == End.LIMIT else chain.absent
        lines = tuple(Line(line) for line in wrap(why, NOTE, ROOMY.text, MONO))
        return replace(box, meaning=f"{box.meaning}; {why}", lines=lines) if why else box

    def arrow(self, word: Word) -> Optional[Arrow]:
        """The arrow from `word`, if what it holds is the address of something in the figure."""
        on_chain = word is self.head or self.snapshot.is_node(word)
        back = None if on_chain else self.details.owner(word)
        if word.value in self.targets:
            target = _key("w", self.targets[word.value])
        elif word == self.last and self.leads_away():
            target = GHOST
        elif self.snapshot.elided() and word in (self.snapshot.visible()[SHOWN.first - 1], self.cycle_end()):
            target = MORE
        elif back == "broken":
            target = ""
        else:
            return None
        kind = "head" if word is self.head else "link" if on_chain else back or "stray"
        if on_chain and word == self.cycle_end():
            kind = "cycle"
        kinds = [GHOST if target == GHOST else kind] + (["changed"] if self.look.change(word) else [])
        meaning = f"{self.name(word)} points at {naming.pointed(self.snapshot, word.value)}"
        return Arrow(_key("e", word), _key("w", word), target, tuple(kinds), meaning)

    def old(self, word: Word) -> Arrow:
        """The arrow that a word was at the earlier stop, from the note of what it was."""
        assert word.address is not None and self.snapshot.difference is not None
        value = self.links[word.address]
        where, stop = naming.pointed(self.snapshot, value), self.snapshot.difference.since
        meaning = f"{self.name(word)} pointed at {where} at stop {stop}"
        return Arrow(_key("o", word), _key("w", word), _key("w", self.targets[value]), ("old",), meaning, back=True)

    def cycle_end(self) -> Optional[Word]:
        """The word that closes a cycle; its arrow leads to a hidden node if to no visible one."""
        return self.last if self.snapshot.chain.end == End.CYCLE else None

    def link_back(self, key: str, word: Word) -> Arrow:
        """The broken arrow of a wrong link back, from the row below its node's word."""
        back = self.details.back(word)
        target = _key("w", self.targets[back]) if back in self.targets else ""
        return Arrow(key, _key("w", word), target, ("broken",), self.details.meaning(self.name(word), word), back=True)


def _key(letter: str, word: Word) -> str:
    """An id for what belongs to `word`; the head of an expression has no address."""
    return f"{letter}-head" if word.address is None else f"{letter}-{word.address:x}"
