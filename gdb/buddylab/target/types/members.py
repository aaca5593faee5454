"""The members of a type, and the paths by which a user names them: a.b, a[2], a->b."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

import gdb

STRUCTS = (gdb.TYPE_CODE_STRUCT,)
MEMBERS = (*STRUCTS, gdb.TYPE_CODE_UNION)  # what has members
# Types whose members nobody names: what they hold is spoken of as if it stood in their place.
LIBRARY = re.compile(r"^(std|core|alloc|boost|__gnu_cxx|spin|lock_api|parking_lot)::|^(Option|Box)<|::(Some|None)$")
FEW = 12  # members that are all told to somebody who mistyped one
STEP = re.compile(r"(?P<arrow>->)|(?P<dot>\.)|\[\s*(?P<index>0[xX][0-9a-fA-F]+|\d+)\s*\]|(?P<name>(?:[^\W\d]|~)\w*)")


@dataclass(frozen=True)
class Member:
    """A part of a type: how many bytes in it lies, how it is written behind its object, such as .head, its type."""

    offset: int
    member: str
    type: gdb.Type
    bits: Optional[Tuple[gdb.Type, int, gdb.Field]] = None  # of a bit field: the struct it is in, where that lies, it
    through: Optional[Member] = None  # the pointer that leads to its object, where that is another one

    @property
    def name(self) -> str:
        """The last part of how it is written: head."""
        return re.split(r"\.|->", self.member)[-1]


def member(type: gdb.Type, path: str, strict: bool = False) -> Member:
    """The member `path`, such as a.b.next, a[2] or a->b, of a type; GdbError says what is there instead.

    Unless it is `strict`, members of what a library wraps it in need not be named: next, not value.value.next.
    """
    found = Member(0, "", type.strip_typedefs())
    at = 0
    for step in STEP.finditer(path):
        if step.start() != at:
            break
        at = step.end()
        if step.group("arrow"):
            found = _through(found, path)
        elif step.group("index"):
            found = _element(found, int(step.group("index"), 0), path)
        elif step.group("name"):
            found = _named_in(found, step.group("name"), strict)
    if at != len(path) or not path:
        raise gdb.GdbError(f"{path or 'nothing'} is not a path to a member; expected one such as a.b, a[2] or a->b.")
    return found


def placed(type: gdb.Type, path: str, strict: bool = False) -> Member:
    """The member `path`, which must have an address in each object of `type`."""
    found = member(type, path, strict)
    if found.bits is not None:
        raise gdb.GdbError(f"{path} of {type} is a bit field; expected a member that has an address.")
    if found.through is not None:
        raise gdb.GdbError(f"{path} is not inside {type}; expected a member of it.")
    return found


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


def same(one: gdb.Type, other: gdb.Type) -> bool:
    """Whether two types are the same but for const, volatile and other names for it."""
    one, other = one.strip_typedefs(), other.strip_typedefs()
    if one.code != other.code or one.sizeof != other.sizeof:
        return False
    if one.name and other.name:  # const is no part of a name, and without it GDB makes a new type, which takes long
        return one.name == other.name
    return bool(one.unqualified() == other.unqualified())


def _named_in(found: Member, name: str, strict: bool) -> Member:
    """The member called `name` of what was found so far."""
    inside = list(_named(found.type))
    wrapped = [] if strict else list(_named(found.type, through=True))
    for place, field in inside + wrapped:
        if field.name == name or field.is_base_class and str(field.name).rpartition("::")[2] == name:
            offset, path = found.offset + place, f"{found.member}.{name}"
            bits = None
            if field.bitsize:
                owner, base = _owner(found.type, field)
                bits = (owner, found.offset + base, field)
            return Member(offset, path, type_of(field), bits, found.through)
    raise gdb.GdbError(_unknown(found, name, [str(field.name) for _, field in inside]))


def _unknown(found: Member, name: str, known: List[str]) -> str:
    """The sentence for a name that no member has."""
    type = found.type
    if type.code == gdb.TYPE_CODE_PTR:
        return f"{type} is a pointer, not a struct; -> follows it: {found.member[1:]}->{name}."
    near = difflib.get_close_matches(name.lower(), [each.lower() for each in known], 3)
    meant = [each for each in known if each.lower() in near]
    if meant:
        return f"{type} has no member {name}; did you mean {' or '.join(meant)}?"
    if len(known) > FEW:
        return f"{type} has no member {name}; ptype {type} lists the {len(known)} that it has."
    return f"{type} has no member {name}; its members are: {', '.join(known) or 'none'}."


def _element(found: Member, index: int, path: str) -> Member:
    if found.type.code != gdb.TYPE_CODE_ARRAY:
        raise gdb.GdbError(
            f"{path}: {found.member[1:] or found.type} is a {found.type}, not an array; leave out [{index}]."
        )
    first, last = found.type.range()
    if index not in range(first, last + 1):
        raise gdb.GdbError(f"{path}: {found.member[1:]} has elements {first} to {last}; expected one of these.")
    type = found.type.target().strip_typedefs()
    return Member(found.offset + index * type.sizeof, f"{found.member}[{index}]", type, None, found.through)


def _through(found: Member, path: str) -> Member:
    if found.type.code != gdb.TYPE_CODE_PTR:
        raise gdb.GdbError(
            f"{path}: {found.member[1:] or found.type} is a {found.type}, not a pointer; expected a dot."
        )
    return Member(0, f"{found.member}->", found.type.target().strip_typedefs(), None, found)


def _named(type: gdb.Type, through: bool = False) -> Iterator[Tuple[int, gdb.Field]]:
    """The members that have a name, and where they lie; those of unnamed members and of base classes included.

    With `through` also those of what types of libraries hold.
    """
    for field in fields(type):
        if field.name:
            yield start(field), field
        if not written(field) or through and LIBRARY.search(str(type)):
            for inner, each in _named(type_of(field), through):
                yield start(field) + inner, each


def _owner(type: gdb.Type, wanted: gdb.Field) -> Tuple[gdb.Type, int]:
    """The struct that a bit field is a member of, and where that lies in `type`: itself, or one without a name."""
    for field in fields(type):
        if field.name == wanted.name and field.bitpos == wanted.bitpos and field.bitsize == wanted.bitsize:
            return type, 0
    for field in fields(type):
        if not written(field) and any(each.name == wanted.name for _, each in _named(type_of(field))):
            owner, base = _owner(type_of(field), wanted)
            return owner, start(field) + base
    return type, 0
