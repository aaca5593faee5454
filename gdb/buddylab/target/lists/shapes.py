"""From an expression that a user typed to the head of a list and the way through it, or to a run of words."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, List, Sequence

import gdb

from buddylab.memory.image import Memory
from buddylab.model import Shape, Word
from buddylab.target import ask
from buddylab.target.lists import coding, evidence, showing
from buddylab.target.types import links
from buddylab.target.lists.containers import Contained, container
from buddylab.target.lists.readings import LISTS, Object, Reading, Way
from buddylab.target.lists.homes import Homes
from buddylab.target.types.members import MEMBERS
from buddylab.target.ask import word_size
from buddylab.target.names import Names
from buddylab.target.values import evaluate, follow
from buddylab.walk import read


def reading(expression: str, value: gdb.Value, way: Way, memory: Memory, names: Names) -> Reading:
    """The list that `expression`, whose value it is, stands for; GdbError says what else was expected."""
    try:
        # A value in memory is not fetched here: it may lie in a device. Only one that lies nowhere is looked at.
        if value.address is None and value.is_optimized_out:
            raise gdb.GdbError(
                f"{expression} was optimised out by the compiler; build with -O0, or name a global list."
            )
        found = _Reader(expression, way, memory, names).read(value)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; {LISTS}.")
    shape = replace(found.shape, limit=way.limit, align=evidence.alignment(found))
    return replace(found, shape=replace(shape, fields=showing.asked(way.fields, found.object, shape.start, memory)))


class _Reader(Contained):
    """One expression, and what it can be read as."""

    def read(self, value: gdb.Value) -> Reading:
        """The reading that memory bears out."""
        if self.way.link is not None or self.way.end is not None:
            return self.best(coding.readings(self, value), value.type)
        type = value.type.strip_typedefs()
        if type.code == gdb.TYPE_CODE_PTR and _is_lists(type.target().strip_typedefs()):
            self.refuse_array(type.target(), f"(*{self.bracketed()})")
        while links.leads_on(type):  # a pointer to a pointer to a node
            there = follow(value, self.memory)
            if there is None or not read(self.memory, ask.address(there)).value and not int(ask.address(there)):
                raise gdb.GdbError(f"{self.expression} is a pointer to an address that cannot be read; {LISTS}.")
            value, type = there, there.type.strip_typedefs()
        if type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code in MEMBERS:
            arrow = self.value(int(value)) if value.address is None else self.at(int(value.address), "")
            target = _whole(type.target().strip_typedefs())
            if self.way.offset is not None and links.is_circular(target):
                self.refuse_offset(target)
            if not arrow.value:
                return self.nothing(arrow, target)
            return self.object(Object(target, arrow.value, None, arrow))
        if type.code in MEMBERS:
            if self.way.offset is not None and links.is_circular(type):
                self.refuse_offset(type)
            type = _whole(type)
            return self.object(Object(type, None if value.address is None else int(value.address), value))
        return self.words(value, type)

    def object(self, object: Object) -> Reading:
        """The reading of a struct, or of what it leads to where it is a library's pointer to a struct."""
        link = links.wrapped(object.type)
        if link is not None and link.leads is not None and object.address is not None:
            arrow, target = self.at(object.address + link.offset, link.member), _whole(link.leads)
            there = Object(target, arrow.value, None, arrow)
            return self.object(there) if arrow.value else self.nothing(arrow, target)
        return self.best(self.of(object), object.type)

    def best(self, found: Sequence[Reading], type: gdb.Type) -> Reading:
        """The first of the readings that is sound."""
        homes = Homes(self.memory, self.names, self.at, self.way.container is not None)
        ways: Iterator[Reading] = (each for reading in found for each in homes.ways(reading))
        if self.way.home is not None:
            home = self.way.home
            ways = (homes.given(reading, home) for reading in found)
        chosen = evidence.first_sound(ways, self.memory)
        if chosen is None:
            raise gdb.GdbError(
                f"{self.expression} is a {type}, and not the head of a list; expected the head of the list that it is"
                " on, or --home EXPR to name that."
            )
        return chosen

    def nothing(self, arrow: Word, target: gdb.Type) -> Reading:
        """A pointer that leads to no node: an empty list, if a node is what it would lead to; or unreadable."""
        if arrow.value is not None and self.way.container is None and not self._is_node(target):
            raise gdb.GdbError(f"{self.expression} is null, so there is no {target}; {LISTS}.")
        return Reading(arrow, "", Shape(), container(self.way.container)[0] if self.way.container else target)

    def refuse_offset(self, type: gdb.Type) -> None:
        raise gdb.GdbError(
            f"--offset is for lists that end in null, and {self.expression} is circular by its type, {type}; "
            "--next prev walks it backwards."
        )

    def refuse_array(self, type: gdb.Type, name: str) -> None:
        told = f"{self.expression} is an array, {type}, of more than one list"
        raise gdb.GdbError(f"{told}; show-list {name}[0] shows the one of its first element.")

    def words(self, value: gdb.Value, type: gdb.Type) -> Reading:
        """A list of plain words, of which only an address is known."""
        if self.way.container is not None and type.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT):
            pointer = self.value(int(value)) if value.address is None else self.at(int(value.address), "")
            return self.best(list(self.pointed(pointer)), type)
        for option, given in (("--next", self.way.next), ("--prev", self.way.prev)):
            if given is not None:
                raise gdb.GdbError(
                    f"The nodes of {self.expression} are plain words, without members; {option} needs structs."
                )
        shape = Shape(next=self.way.offset or 0)
        is_word = type.code == gdb.TYPE_CODE_INT and type.sizeof == word_size()
        if type.code == gdb.TYPE_CODE_PTR or is_word and value.address is not None:
            head = self.value(int(value)) if value.address is None else self.at(int(value.address), "")
            return Reading(head, "", shape, None)
        if type.code == gdb.TYPE_CODE_INT and value.address is None:
            return Reading(self.value(int(value)), "", shape, None)
        if _is_lists(type):
            self.refuse_array(value.type, self.bracketed())
        is_words = type.code == gdb.TYPE_CODE_ARRAY and type.target().sizeof % word_size() == 0
        if is_words and value.address is not None:
            raise gdb.GdbError(
                f"{self.expression} is an array, {value.type}; show-list list --memory {self.expression} shows all of"
                f" it beside a list, show-list &{self.bracketed()}[0] follows its first element."
            )
        raise gdb.GdbError(f"{self.expression} is of type {value.type}; {LISTS}.")


def _is_lists(type: gdb.Type) -> bool:
    """Whether it is an array of structs, or of pointers to structs; also one of such arrays."""
    if type.code != gdb.TYPE_CODE_ARRAY:
        return False
    element = type.target().strip_typedefs()
    if element.code == gdb.TYPE_CODE_PTR:
        element = element.target().strip_typedefs()
    return element.code in MEMBERS or _is_lists(element)


def _whole(type: gdb.Type) -> gdb.Type:
    """The type with all its variants, where a value of Rust's has but the one that it is, and no pointer for None."""
    if type.name and not any(links.pointers(type)):
        try:
            return gdb.lookup_type(type.name).strip_typedefs()
        except gdb.error:
            pass
    return type


def place_of(expression: str) -> range:
    """The bytes of the object that --home names, or that it points at."""
    value = evaluate(expression)
    type = value.type.strip_typedefs()
    if type.code in (*MEMBERS, gdb.TYPE_CODE_ARRAY):
        if value.address is None:
            raise gdb.GdbError(f"--home {expression} is not in memory; expected a variable, or a pointer to one.")
        start, size = int(value.address), type.sizeof
    elif type.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT):
        start = int(value) % (1 << 8 * word_size())
        size = type.target().sizeof if type.code == gdb.TYPE_CODE_PTR else 1
    else:
        raise gdb.GdbError(
            f"--home {expression} is of type {value.type}; expected a node, a head, or a pointer to one."
        )
    return range(start, start + max(int(size), 1))


def words(expression: str, value: gdb.Value, memory: Memory, names: Names) -> List[Word]:
    """Every word of the variable that `expression` stands for, whole words only, in address order."""
    try:
        if value.address is None:
            raise gdb.GdbError(f"{expression} is not in memory; --memory expects a variable, such as an array.")
        start, size = int(value.address), int(value.type.sizeof)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; --memory expects a variable.")
    step = memory.word_size
    first = -(-start // step) * step
    return [read(memory, at, names.label(at)) for at in range(first, start + size - step + 1, step)]
