"""Where a type keeps what leads to other objects: the links of a node, the pointers of a head, however wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

import gdb

from buddylab.target.types import members
from buddylab.target.types.members import MEMBERS, fields, same, start, type_of, written
from buddylab.target.ask import word_size

# How libraries wrap a pointer. What is inside is not what a person says of a link: next, not next.Some.__0.pointer.
WRAPPER = re.compile(
    r"^[\w:$]*\b(Option|Box|NonNull|Unique|Rc|Arc|Weak|Cell|RefCell|UnsafeCell|ManuallyDrop|Pin|"
    r"(unique|shared|weak|scoped|intrusive|offset)_ptr|optional|atomic|reference_wrapper)<"
)

# A list whose head alone is a node, with one link, and that is a ring all the same.
CIRCULAR = re.compile(r"^boost::intrusive::slist<(?!.*\blinear<true>)")


@dataclass(frozen=True)
class Link:
    """A pointer in a type: how many bytes in it lies, how it is written from there, such as ".head", and its type."""

    offset: int
    member: str
    type: gdb.Type
    said: str = ""  # what a person would call it: next, where it is written next.Some.__0.pointer
    outer: Optional[int] = None  # where the object of the pointed-at type that it is in starts; None: in none

    @property
    def target(self) -> gdb.Type:
        """What it points at."""
        return self.type.target().strip_typedefs()

    @property
    def name(self) -> str:
        """The last part of it: head."""
        return self.member.rpartition(".")[2]

    @property
    def leads(self) -> Optional[gdb.Type]:
        """The struct or union that it points at; None for a word, a pointer to void and others."""
        if self.type.code != gdb.TYPE_CODE_PTR:
            return None
        return self.target if self.target.code in MEMBERS else None

    @property
    def is_void(self) -> bool:
        """Whether nothing is known of what it points at."""
        return self.type.code == gdb.TYPE_CODE_PTR and self.target.code == gdb.TYPE_CODE_VOID

    @property
    def is_bytes(self) -> bool:
        """Whether it points at a byte, as what is computed with may: char *next."""
        return self.type.code == gdb.TYPE_CODE_PTR and self.target.sizeof == 1 and self.target.code not in MEMBERS

    @property
    def to_link(self) -> Optional[gdb.Type]:
        """For a pointer to a pointer to a struct, as links back of type T ** are: the struct; otherwise None."""
        if self.type.code != gdb.TYPE_CODE_PTR or self.target.code != gdb.TYPE_CODE_PTR:
            return None
        inner = self.target.target().strip_typedefs()
        return inner if inner.code in MEMBERS else None


Outer = Tuple[Tuple[gdb.Type, int], ...]  # the structs that a member lies in, innermost first, and where they start


def words(type: gdb.Type) -> Iterator[Link]:
    """The pointers in a type and the integers as large as one, through structs, unions and base classes.

    Arrays are not looked into, nor is what lies where another member of a union was found.
    """
    seen = set()
    for link in _words(type.strip_typedefs(), 0, "", "", ()):
        if link.offset not in seen or link.type.code == gdb.TYPE_CODE_PTR:
            seen.add(link.offset)
            yield link


def _words(type: gdb.Type, base: int, path: str, said: str, around: Outer) -> Iterator[Link]:
    if type.code == gdb.TYPE_CODE_PTR:
        leads = type.target().strip_typedefs()
        outer = next((at for each, at in around if leads.code in MEMBERS and same(each, leads)), None)
        yield Link(base, path, type, said or path.lstrip("."), outer)
    elif type.code == gdb.TYPE_CODE_INT and type.sizeof == word_size():
        yield Link(base, path, type, said or path.lstrip("."))
    elif type.code in MEMBERS and len(around) < 40:  # a struct cannot contain itself; this is for what GDB gets wrong
        inside = ((type, base), *around)
        name = str(type)
        wrapped = (said if members.LIBRARY.search(name) else "") or (path.lstrip(".") if WRAPPER.search(name) else "")
        for field in fields(type):
            if not field.bitsize:
                at = base + start(field)
                yield from _words(type_of(field), at, path + written(field), wrapped, inside)


def pointers(type: gdb.Type) -> Iterator[Link]:
    """The pointers in a type."""
    return (link for link in words(type) if link.type.code == gdb.TYPE_CODE_PTR)


def wrapped(type: gdb.Type) -> Optional[Link]:
    """The pointer to a struct that a library's type wraps, as unique_ptr or Rc do; None for other types."""
    found = (link for link in pointers(type) if link.leads is not None)
    return next(found, None) if WRAPPER.search(str(type)) else None


def only_pointer(type: gdb.Type) -> Optional[Link]:
    """The pointer in a type that holds just one, alone or wrapped in structs; None for other types."""
    found = list(pointers(type))
    return found[0] if len(found) == 1 else None


def to_itself(type: gdb.Type) -> List[Link]:
    """The pointers in a type that point at the same type: what makes it a node."""
    return [link for link in pointers(type) if link.outer == 0 and same(link.target, type)]


def leads_on(type: gdb.Type) -> bool:
    """Whether it is a pointer to a pointer, at the end of which there is a struct."""
    if type.code != gdb.TYPE_CODE_PTR or type.target().strip_typedefs().code != gdb.TYPE_CODE_PTR:
        return False
    inner = type.target().strip_typedefs()
    return inner.target().strip_typedefs().code in MEMBERS or leads_on(inner)


def is_pure(type: gdb.Type) -> bool:
    """Whether nothing but links is in it: the head and the node of a list at once, as Linux' list_head."""
    every = list(words(type))
    linked = [link for link in every if link.outer is not None or link.to_link is not None]
    size = len({link.offset for link in linked}) * word_size()
    return bool(linked) and any(link.outer is not None for link in linked) and type.sizeof == size


def is_circular(type: gdb.Type) -> bool:
    """Whether it is the head and the node of a circular list at once, as Linux' list_head: just next and prev."""
    type = type.strip_typedefs()
    names = sorted(link.name for link in to_itself(type))
    return names == ["next", "prev"] and type.sizeof == 2 * word_size()


def check(link: Link, type: gdb.Type) -> None:
    """Raises GdbError where that member of `type` cannot hold an address."""
    is_word = link.type.code == gdb.TYPE_CODE_INT and link.type.sizeof == word_size()
    if link.type.code != gdb.TYPE_CODE_PTR and not is_word:
        expected = "expected a pointer, or an integer as large as one"
        raise gdb.GdbError(f"{link.member[1:]} of {type} is of type {link.type}; {expected}.")


def alignment(type: gdb.Type) -> Optional[int]:
    """What the address of a struct of this type is a multiple of; None where that is not known.

    GDB does not tell a packed struct, which may lie at any address, unless its alignment was given as well. Its layout
    does: pointers that lie, or come to lie in an array, where an aligned struct would not have them.
    """
    align = int(type.alignof)
    if not align or type.code not in MEMBERS or not type.fields():
        return None
    crooked = (link.offset % align for link in pointers(type) if link.type.alignof == align)
    return 1 if type.sizeof % align or any(crooked) else align


def holds(type: gdb.Type, wanted: gdb.Type, offset: int) -> bool:
    """Whether an object of `type` has one of type `wanted` in it that starts `offset` bytes in, or is it."""
    type = type.strip_typedefs()
    if offset == 0 and same(type, wanted):
        return True
    if type.code == gdb.TYPE_CODE_ARRAY and type.sizeof:
        element = type.target().strip_typedefs()
        return 0 <= offset < type.sizeof and holds(element, wanted, offset % max(element.sizeof, 1))
    within = [field for field in fields(type) if 0 <= offset - start(field) < type_of(field).sizeof]
    return any(holds(type_of(field), wanted, offset - start(field)) for field in within)


def part(whole: gdb.Type, wanted: gdb.Type) -> Optional[int]:
    """Where an object of type `whole` has one of type `wanted` in it; None where it has none."""
    for field in fields(whole.strip_typedefs()):
        if same(type_of(field), wanted):
            return start(field)
        deeper = part(type_of(field), wanted)
        if deeper is not None:
            return start(field) + deeper
    return None
