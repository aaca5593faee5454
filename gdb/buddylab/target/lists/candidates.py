"""What an object may be, by its type: a node, the head of a list, or something that holds one. Likeliest first.

Nothing is decided here: each candidate is a way to read the list, and evidence.py says which of them memory bears out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, List, Optional

import gdb

from buddylab.model import Code, Word
from buddylab.target import heaps
from buddylab.target.types import called, likely, links, members, variants
from buddylab.target.types.links import Link
from buddylab.target.types.members import same
from buddylab.target.lists.making import Making
from buddylab.target.lists.readings import LISTS, MEMBERS_OR_BYTES, OTHERWISE, Nodes, Object, Reading

MANY = 3  # members that a note names


class Candidates(Making):
    """The readings of one expression, as far as the types and the options say."""

    def of(self, object: Object) -> List[Reading]:
        """What `object` may be, likeliest first; GdbError where it can be nothing."""
        if self.way.next is None and self.way.offset is None:
            heaps.check_no_tree(self.expression, object.type)
        found = list(self.found(object))
        if not found:
            raise gdb.GdbError(self._none(object))
        return found

    def _none(self, object: Object) -> str:
        """The sentence for an object that is no list; GdbError where another one says more."""
        heaps.check_none(self.expression, object.type)
        if self.way.next is not None:
            likely.inside(object.type, self.way.next)
        for link in links.pointers(object.type):
            if link.leads is not None and likely.heads(link.leads):
                dot = "." if object.arrow is None else "->"
                way = f"{self.bracketed()}{dot}{link.member[1:]}"
                told = f"{self.expression} is a {object.type}, not a list; there may be one where {link.said} points"
                return f"{told}: show-list {way}."
        every = list(links.words(object.type))
        known = ", ".join(link.member[1:] for link in every if link.type.code == gdb.TYPE_CODE_PTR)
        if every and not known:
            way = f"show-list {self.bracketed()}{'.' if object.arrow is None else '->'}{every[0].member[1:]}"
            told = f"{self.expression} is a {object.type} without pointers; if one of its integers leads to a node"
            return f"{told}: {way} --container TYPE.MEMBER, or --link EXPR."
        return f"{self.expression} is a {object.type} with these pointers: {known or 'none'}; {LISTS}."

    def found(self, object: Object) -> Iterator[Reading]:
        """By its type the object is a node, or holds a head."""
        type = object.type
        inner = variants.within(type) if self.way.offset is None and self.way.container is None else None
        if inner is not None and object.address is not None:
            arrow = object.arrow if inner[1] == 0 else None
            yield self._of_enum(Object(inner[0], object.address + inner[1], None, arrow), inner[0])
            return
        if self._is_node(type) and not self._is_apart(object):
            for nodes in self.nodes(type):
                if object.address is None:  # the value of a function, say: its link is all there is
                    yield self.as_head(object, nodes.link, nodes, nodes.note)
                    continue
                yield from self.as_node(object, nodes)
            return
        heads = self.leading(type)
        seen = set()
        for link in self.likeliest(heads):
            note = self.followed(link, heads)
            if likely.on(type) and link.leads is not None and likely.strays(type, link):
                note = f"The member {link.said} of {type} leads to a {link.leads}, so the nodes are of that type."
            if link.outer is not None and link.leads is not None:
                if link.outer not in seen and object.address is not None:
                    seen.add(link.outer)
                    part = Object(link.leads, object.address + link.outer)
                    for nodes in self.nodes(link.leads):
                        for reading in self.as_node(part, nodes, kind="head"):
                            circular = reading.circular or bool(links.CIRCULAR.search(str(type)))
                            yield replace(reading, note=note or reading.note, circular=circular)
            elif link.leads is not None:
                yield from self._led(object, link, note)
            else:
                words = f"The type that {link.said or self.expression} points at is not known"
                words += f", so its first word was followed; {MEMBERS_OR_BYTES}."
                yield self.as_words(object, link, note or words)

    def _of_enum(self, object: Object, type: gdb.Type) -> Reading:
        """The object is an enum of which some variants lead to the next one, and the others end the list."""
        found = variants.on(type) if self.way.next is None else [likely.inside(type, self.way.next)]
        on = {variants.variant(link): link for link in found}
        if len({link.offset for link in found}) > 1:
            told = f"{self.expression} is a {type}, and its variants {_listed(list(on))} have their links at different"
            raise gdb.GdbError(f"{told} places; --next {found[0].member[1:]} follows one of them.")
        nodes, memory = _by(type, found[0]), self.memory

        def leads(link: int, node: int, before: int) -> int:
            name = variants.at(type, link + nodes.inside, memory) if link else None
            return link if name is None or name in on else 0

        first = leads((object.address or 0) - nodes.inside, 0, 0)
        head = Word(None, first, self.expression)
        if object.arrow is not None:
            head = replace(object.arrow, value=first, raw=object.arrow.value)
        code = Code(leads, self.memory.word_size)
        shape = replace(self._shape(nodes), prev=None, start=nodes.inside, code=code)
        ends = [name for name in variants.names(type) if name not in on]
        note = f"A {_listed(ends)} ends the list, and is not a node." if len(ends) == 1 else ""
        return Reading(head, "", shape, type, note)

    def _led(self, object: Object, link: Link, note: str) -> Iterator[Reading]:
        """The object has a pointer to the first node, or to the head."""
        assert link.leads is not None
        arrow = self.head_at(object, link)
        there = Object(link.leads, arrow.value, None, arrow)
        if arrow.value and not self._is_node(link.leads) and not same(link.leads, object.type):
            for reading in self.found(there):
                yield replace(reading, note=note or reading.note)
            return
        if arrow.value and variants.within(link.leads) is not None:
            yield from self.found(there)
            return
        for nodes in self.nodes(link.leads):
            if arrow.value and arrow.address is not None and links.is_circular(link.leads):
                yield from (replace(reading, note=note) for reading in self.as_node(there, nodes))
            yield self.as_head(object, link, nodes, note)

    def _is_node(self, type: gdb.Type) -> bool:
        """Whether an object of `type` is a node rather than something that holds a head."""
        if self.way.next is not None and has(type, self.way.next):
            return self._other(type) is None
        found = likely.on(type)
        if not found:
            return False
        link = found[0]
        if link.outer is None or link.leads is None or same(link.leads, type):
            return True
        if called.is_back(link) and any(map(called.first_only, likely.heads(type))) or called.holds_first(link, type):
            return False
        # A node that the struct has in it: one link makes a list that ends in null, two make a ring, its head there.
        return not links.is_pure(link.leads) or len(likely.on(link.leads)) < 2 and not self._is_head(type, link)

    def _other(self, type: gdb.Type) -> Optional[Link]:
        """The member of `type` that --next names, where it leads to nodes of another type, which have such a link."""
        path = self.way.next or ""
        link = likely.inside(type, path)
        if link.leads is None or not likely.strays(type, link) or not has(link.leads, path):
            return None
        on = likely.inside(link.leads, path)
        return link if on.leads is not None and same(on.leads, link.leads) else None

    def _is_apart(self, object: Object) -> bool:
        """Whether the object is like what nodes have in them, a hook, and lies in no node, as far as names tell."""
        for link in likely.on(object.type)[:1]:
            around = None if link.leads is None else links.part(link.leads, object.type)
            if link.leads is not None and around is not None and object.address is not None:
                return self.names.has(link.leads, object.address - around, object.address) is False
        return False

    def _is_head(self, type: gdb.Type, link: Link) -> bool:
        """Whether a node with one link that is part of `type` is the head of a list, as C++'s have one."""
        return called.first_only(link) or bool(members.LIBRARY.search(str(type)))

    def nodes(self, type: gdb.Type) -> Iterator[Nodes]:
        """How nodes of `type` may go on, likeliest first; by --next, if that is given."""
        if self.way.next is not None:
            link = likely.inside(type, self.way.next)
            told = f"The member {link.said} of {type} is a {link.type}; what it leads to was read as a {type}."
            yield replace(_by(type, link), note=told if likely.strays(type, link) else "")
            return
        if self.way.offset is not None:
            word = gdb.lookup_type("char").pointer()
            yield Nodes(type, Link(self.way.offset, "", word), self.way.offset, 0, type)
            return
        found = likely.on(type)
        if not found:
            heaps.check_none(self.expression, type)
            raise gdb.GdbError(f"Nodes of type {type} have no pointer to follow; {OTHERWISE}.")
        others = [link for link in found[1:] if not called.is_back(link)]
        sure = found[0].outer is not None and not others or links.is_pure(type)
        for link in called.likeliest(found, self.expression):
            names = [each.said for each in found if each is not link and not called.is_back(each)][:MANY]
            but = f", not {_listed(names)}" if names else ""
            note = "" if sure else f"Of a {type} the member {link.said} was followed{but}; {OTHERWISE}."
            yield replace(_by(type, link), note=note)

    def leading(self, type: gdb.Type) -> List[Link]:
        """The pointers in a `type` that may lead to a first node, which has the member that --next names."""
        path = self.way.next
        other = self._other(type) if path is not None and has(type, path) else None
        if other is not None:
            return [other]
        named = [link for link in links.pointers(type) if path and link.leads and has(link.leads, path)]
        return named or likely.heads(type)

    def likeliest(self, heads: List[Link]) -> List[Link]:
        """Those of the pointers that are called most like one to where the list begins, walked the way --next says."""
        if self.way.next is None or not called.is_called_back(self.way.next):
            return called.likeliest_heads(heads)
        whole = [link for link in heads if link.outer is None]
        same_name = [link for link in whole if link.name == self.way.next.rpartition(".")[2]]
        return same_name or [link for link in whole if called.is_tail(link)] or called.likeliest_heads(heads)

    def followed(self, link: Link, heads: List[Link]) -> str:
        """The note for an object that has more than one pointer to follow."""
        others = [each for each in heads if each.outer is None or each.outer != link.outer]
        others = [each for each in others if each is not link]
        if not others:
            return ""
        names = [each.said for each in others if not called.is_last(each)][:MANY]
        but = f", not {_listed(names)}" if names else ""
        return f"Of its pointers {link.said} was followed{but}; {OTHERWISE}."


def _by(type: gdb.Type, link: Link) -> Nodes:
    """Nodes of `type` that go on by `link`: where pointers to them point, and where they start from there."""
    links.check(link, type)
    if link.outer is not None and link.leads is not None:
        return Nodes(type if link.outer == 0 else link.leads, link, link.offset - link.outer, -link.outer, type)
    around = None if link.leads is None else links.part(link.leads, type)
    if around is not None:
        assert link.leads is not None
        whole = replace(link, offset=link.offset + around)
        return Nodes(link.leads, whole, whole.offset, 0, link.leads, inside=around)
    return Nodes(type, link, link.offset, 0, type)


def has(type: gdb.Type, path: str) -> bool:
    """Whether `type` has such a member."""
    try:
        return bool(members.placed(type, path, strict=True))
    except gdb.GdbError:
        return False


def _listed(names: List[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
