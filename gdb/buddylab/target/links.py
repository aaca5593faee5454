"""Where a type keeps what leads to other objects: the links of a node, the pointers of a head, however wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import commonprefix
from typing import Dict, Iterator, List, Optional, Set, Tuple

import gdb

from buddylab.target import members
from buddylab.target.members import MEMBERS, fields, same, start, type_of, written
from buddylab.target.memory import word_size

# How libraries wrap a pointer. What is inside is not what a person says of a link: next, not next.Some.__0.pointer.
WRAPPER = re.compile(
    r"^[\w:$]*\b(Option|Box|NonNull|Unique|Rc|Arc|Weak|Cell|RefCell|UnsafeCell|ManuallyDrop|Pin|"
    r"(unique|shared|weak|scoped|intrusive|offset)_ptr|optional|atomic|reference_wrapper)<"
)

# A list whose head alone is a node, with one link, and that is a ring all the same.
CIRCULAR = re.compile(r"^boost::intrusive::slist<(?!.*\blinear<true>)")

# What links are called. Names decide nothing: they say what is tried first.
ON = re.compile(r"next|^fd$|^cdr$|^rest$|^li?nk$|flink|fwd|forw|succ|follow|after|^right$")
BACK = re.compile(r"prev|^bk|blink|back|bwd|pred|before|^left$|^last$")
UP = re.compile(r"parent|owner|contain|child|up$|group|leader|current|curr$")
FIRST = re.compile(r"head|first|free|front|begin|^root$|^top$|^list$|next")
FIRST_ONLY = re.compile(r"head|first|front|begin")
STANDS_FIRST = re.compile(r"sentinel|dummy|anchor|head(er)?\b")  # a node that stands for a head, or what has it
PARTS = re.compile(r"[a-z]+")
LAST = re.compile(r"tail|last|rear|^end|end$|back|prev|blink")


@dataclass(frozen=True)
class Link:
    """A pointer in a type: how many bytes in it lies, how it is written from there, such as ".head", and its type."""

    offset: int
    member: str
    type: gdb.Type
    said: str = ""  # what a person would call it: next, where it is written next.Some.__0.pointer
    outer: Optional[
        int
    ] = None  # where the object of the pointed-at type that it is part of starts; None: it is in none

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


def on(type: gdb.Type) -> List[Link]:
    """The links by which a node of `type` may go on, likeliest first; none where it is no node.

    These are the pointers to the type itself, or to a struct or base class that they are part of; where there is none,
    those to what an object of the type begins like, or contains it; then those to void, and words called like a link.
    """
    every = list(words(type))
    inner = [link for link in every if link.outer is not None]
    own = [link for link in inner if link.leads is not None and same(link.leads, type)]
    named = [link for link in every if link.is_void and _called(link) == "next"]
    found = (
        (own or inner) + named
        if own or inner
        else [link for link in every if link.leads is not None and _akin(link, type)]
    )
    found = found or [link for link in every if (link.is_void or link.is_bytes) and ON.search(_called(link))]
    found = found or [link for link in every if link.is_void and not FIRST.search(_called(link))]
    found = found or [link for link in every if link.type.code == gdb.TYPE_CODE_INT and ON.search(_called(link))]
    return _each_place(sorted(found, key=lambda link: _rank(link, ON, BACK)))


def back(type: gdb.Type, link: Link) -> Optional[Link]:
    """The link back of a node of `type` that goes on by `link`; None where no member looks like one."""
    others = [each for each in words(type) if each.offset != link.offset and each.outer == link.outer]
    if link.leads is not None:
        others = [each for each in others if each.leads is not None and same(each.leads, link.leads)]
    to_link = [each for each in pointers(type) if each.to_link is not None and _same_group(each, link)]
    to_link = [each for each in to_link if link.leads is None or same(each.to_link or type, link.leads)]
    forth = bool(BACK.search(_called(link)))
    like = [
        each for each in others if each.type.code == link.type.code and (ON if forth else BACK).search(_called(each))
    ]
    like = [each for each in like if _same_group(each, link)] or ([] if len(like) != 1 else like)
    for each in sorted(like, key=lambda each: -len(commonprefix([each.said, link.said]))) + to_link:
        return each
    pure = is_pure(type) and [each for each in others if each.leads is not None]
    return pure[0] if pure else None


def heads(type: gdb.Type) -> List[Link]:
    """The pointers in `type` that may lead to the first node of a list, likeliest first."""
    found = [link for link in pointers(type) if link.leads is not None]
    nodes = [link for link in found if any(each.outer is not None for each in on(link.leads or type))]
    others = nodes or [link for link in found if on(link.leads or type)]
    others = others or [link for link in pointers(type) if link.is_void or link.target.code == gdb.TYPE_CODE_INT]
    return _each_place(sorted(others, key=lambda link: _rank(link, FIRST, LAST)))


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


def inside(type: gdb.Type, path: str) -> Link:
    """The link that the member `path` of `type` is, or has in it, as the wrappers of Rust and C++ do."""
    try:
        found = members.placed(type, path)
    except gdb.GdbError:
        called = [link for link in pointers(type) if link.said.rpartition(".")[2] == path]
        if len(called) != 1:
            raise
        return called[0]
    for link in words(type):
        if link.member == found.member and link.offset == found.offset:
            return link
    within = [link for link in words(type) if found.offset <= link.offset < found.offset + found.type.sizeof]
    within = [link for link in within if link.member.startswith(found.member)] or within
    if found.type.code in MEMBERS and within:
        return sorted(within, key=lambda link: _rank(link, ON, BACK))[0]
    return Link(found.offset, found.member, found.type, path)


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


def _akin(link: Link, type: gdb.Type) -> bool:
    """Whether `link` leads to a struct that a node of `type` begins like, or that contains such a node."""
    leads = link.leads
    assert leads is not None
    if part(leads, type) is not None:  # unless the type is but the pointer, wrapped
        return not WRAPPER.search(str(type)) and type.sizeof > link.type.sizeof
    every = to_itself(leads)
    own = [each for each in every if each.offset == link.offset]
    is_longer = type.sizeof > leads.sizeof and is_pure(leads) and {each.offset for each in every} <= _places(type)
    return bool(own) and (bool(ON.search(_called(link))) or is_longer) and not FIRST_ONLY.search(_called(link))


def _places(type: gdb.Type) -> Set[int]:
    """Where pointers lie in a type."""
    return {link.offset for link in pointers(type)}


def _called(link: Link) -> str:
    """The last part of what a person would call it, in small letters; of a mere p or ptr the part before as well."""
    parts = [part for part in link.said.lower().split(".") if part]
    return ".".join(parts[-2:]) if parts and parts[-1] in ("p", "ptr", "_m_ptr", "pointer") else "".join(parts[-1:])


def _rank(link: Link, first: "re.Pattern[str]", last: "re.Pattern[str]") -> int:
    """Where it stands among others by what it is called."""
    called = _called(link)
    if link.to_link is not None or UP.search(called):
        return 4
    if called in ("next", "fd"):
        return 0
    return 3 if last.search(called) else 1 if first.search(called) else 2


def _same_group(one: Link, other: Link) -> bool:
    """Whether two members stand in the same struct: their paths differ in the last part only."""
    return one.said.rpartition(".")[0] == other.said.rpartition(".")[0]


def _each_place(found: List[Link]) -> List[Link]:
    """Of those that lie at the same place, as in a union, the first one."""
    first: Dict[int, Link] = {}
    for link in found:
        first.setdefault(link.offset, link)
    return list(first.values())


def first_only(link: Link) -> bool:
    """Whether it is called like the head of a list, and not like a link."""
    return bool(FIRST_ONLY.search(link.said.lower())) and not ON.search(_called(link).replace("next", ""))


def holds_first(link: Link, type: gdb.Type) -> bool:
    """Whether the node with `link` in a `type` stands before the first of a list, as they are called."""
    words = link.said.lower() if type.name is None else f"{link.said} {type.name}".lower()
    return bool(STANDS_FIRST.search(words)) and not is_back(link)


def is_back(link: Link) -> bool:
    """Whether it is called like a link back, or is of its type."""
    return link.to_link is not None or bool(BACK.search(_called(link)))


def is_called_back(path: str) -> bool:
    """Whether a member is called like a link back."""
    return bool(BACK.search(path.lower().rpartition(".")[2]))


def is_last(link: Link) -> bool:
    """Whether it is called like a pointer to the last node."""
    return link.to_link is not None or bool(LAST.search(_called(link)))


def is_tail(link: Link) -> bool:
    """Whether it points at the last node, as it is called."""
    return link.leads is not None and is_last(link) and not is_back(link)


def likeliest(found: List[Link], expression: str) -> List[Link]:
    """Those of the links that are called equally like one; what is called like part of `expression` goes first."""
    parts = set(PARTS.findall(expression.lower()))
    best = min(_rank(link, ON, BACK) for link in found)
    return sorted(
        (link for link in found if _rank(link, ON, BACK) == best),
        key=lambda link: -len(parts & set(PARTS.findall(link.said.lower()))),
    )


def likeliest_heads(found: List[Link]) -> List[Link]:
    """Those of the pointers that are called equally like one to a first node."""
    best = min((_rank(link, FIRST, LAST) for link in found), default=0)
    return [link for link in found if _rank(link, FIRST, LAST) == best]


def is_head(path: str) -> bool:
    """Whether what a variable or member is called sounds like the head of a list."""
    return bool(FIRST_ONLY.search(re.split(r"\.|->", path.lower())[-1]))
