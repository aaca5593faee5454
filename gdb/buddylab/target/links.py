"""Where a type keeps its pointers: the head in whatever wraps it, the link in a node, a member by its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

import gdb

from buddylab.target.memory import word_size

DEEP = 6  # structs within structs that are looked through
STRUCTS = (gdb.TYPE_CODE_STRUCT,)
MEMBERS = (*STRUCTS, gdb.TYPE_CODE_UNION)  # what has members


@dataclass(frozen=True)
class Link:
    """A member of a type: how many bytes in it lies, how it is written from there, such as ".head", and its type."""

    offset: int
    member: str
    type: gdb.Type

    @property
    def target(self) -> gdb.Type:
        """What it points at."""
        return self.type.target().strip_typedefs()

    @property
    def name(self) -> str:
        """The last part of it: head."""
        return self.member.rpartition(".")[2]


def pointers(type: gdb.Type, deep: int = DEEP) -> Iterator[Link]:
    """The pointers in a type, through structs within structs; arrays and unions are not looked into."""
    type = type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_PTR:
        yield Link(0, "", type)
    elif type.code in STRUCTS and deep:
        for field in fields(type):
            if not field.bitsize:
                for link in pointers(type_of(field), deep - 1):
                    yield Link(start(field) + link.offset, written(field) + link.member, link.type)


def only_pointer(type: gdb.Type) -> Optional[Link]:
    """The pointer in a type that holds just one, alone or wrapped in structs; None for other types."""
    found = list(pointers(type))
    return found[0] if len(found) == 1 else None


def to_itself(type: gdb.Type) -> List[Link]:
    """The pointers in a type that point at the same type: what makes it a node."""
    return [link for link in pointers(type) if same(link.target, type)]


def check(link: Link, type: gdb.Type) -> None:
    """Raises GdbError where that member of `type` cannot hold an address."""
    is_word = link.type.code == gdb.TYPE_CODE_INT and link.type.sizeof == word_size()
    if link.type.code != gdb.TYPE_CODE_PTR and not is_word:
        expected = "expected a pointer, or an integer as large as one"
        raise gdb.GdbError(f"{link.member[1:]} of {type} is of type {link.type}; {expected}.")


def same(one: gdb.Type, other: gdb.Type) -> bool:
    """Whether two types are the same but for const, volatile and other names for it."""
    one, other = one.strip_typedefs().unqualified(), other.strip_typedefs().unqualified()
    return bool(one.code == other.code and str(one) == str(other) and one.sizeof == other.sizeof)


def alignment(type: gdb.Type) -> Optional[int]:
    """What the address of a struct of this type is a multiple of; None where that is not known.

    GDB does not tell a packed struct, which may lie at any address, unless its alignment was given as well. Its layout
    does: pointers that lie, or come to lie in an array, where an aligned struct would not have them.
    """
    align = int(type.alignof)
    if not align or type.code not in STRUCTS or not type.fields():
        return None
    crooked = (link.offset % align for link in pointers(type) if link.type.alignof == align)
    return 1 if type.sizeof % align or any(crooked) else align


def is_circular(type: gdb.Type) -> bool:
    """Whether it is the head and the node of a circular list at once, as Linux' list_head: just next and prev."""
    type = type.strip_typedefs()
    names = sorted(link.name for link in to_itself(type))
    return names == ["next", "prev"] and len(fields(type)) == 2


def member(type: gdb.Type, path: str) -> Link:
    """The member `path`, such as a.b.next, of a type; GdbError names the members that there are."""
    offset, at = 0, type.strip_typedefs()
    for name in path.split("."):
        known = list(_named(at))
        found = next(((place, field) for place, field in known if field.name == name), None)
        if found is None:
            names = ", ".join(str(field.name) for _, field in known) or "none"
            raise gdb.GdbError(f"{at} has no member {name}; its members are: {names}.")
        offset += found[0]
        at = type_of(found[1])
        if found[1].bitsize:
            raise gdb.GdbError(f"{path} of {type} is a bit field; expected a member that has an address.")
    return Link(offset, f".{path}", at)


def fields(type: gdb.Type) -> List[gdb.Field]:
    """The members that lie at a place of their own in each object of `type`; none where it is no struct or union."""
    if type.code not in MEMBERS:
        return []
    # A static member of C++ has no place in an object, and a virtual base class none that the type would tell.
    return [field for field in type.fields() if getattr(field, "bitpos", None) is not None]


def start(field: gdb.Field) -> int:
    """How many bytes into an object such a member lies."""
    assert field.bitpos is not None  # or it were none of fields()
    return int(field.bitpos) // 8


def type_of(field: gdb.Field) -> gdb.Type:
    """The type of such a member, whatever else it is called."""
    assert field.type is not None  # as above
    return field.type.strip_typedefs()


def written(field: gdb.Field) -> str:
    """How C writes it behind its object: .next; nothing for what has no name there, or is a base class."""
    return f".{field.name}" if field.name and not field.is_base_class else ""


def _named(type: gdb.Type) -> Iterator[Tuple[int, gdb.Field]]:
    """The members that have a name, and where they lie; those of unnamed members and of base classes included."""
    for field in fields(type):
        if field.name:
            yield start(field), field
        if not written(field):
            for inner, each in _named(type_of(field)):
                yield start(field) + inner, each
