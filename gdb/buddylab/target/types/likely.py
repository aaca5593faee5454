"""Which words of a type are likely to be the links of a node, its link back, or pointers to a first node."""

from __future__ import annotations

from os.path import commonprefix
from typing import Dict, List, Optional, Set

import gdb

from buddylab.target.types import members
from buddylab.target.types.called import BACK, FIRST, FIRST_ONLY, LAST, ON, name, rank
from buddylab.target.types.links import WRAPPER, Link, is_pure, part, pointers, to_itself, words
from buddylab.target.types.members import MEMBERS, same


def on(type: gdb.Type) -> List[Link]:
    """The links by which a node of `type` may go on, likeliest first; none where it is no node.

    These are the pointers to the type itself, or to a struct or base class that they are part of; where there is none,
    those to what an object of the type begins like, or contains it; then those to void, and words called like a link.
    """
    every = list(words(type))
    inner = [link for link in every if link.outer is not None]
    own = [link for link in inner if link.leads is not None and same(link.leads, type)]
    named = [link for link in every if link.is_void and name(link) == "next"]
    found = (
        (own or inner) + named
        if own or inner
        else [link for link in every if link.leads is not None and akin(link, type)]
    )
    found = found or [link for link in every if (link.is_void or link.is_bytes) and ON.search(name(link))]
    leads = any(link.leads is not None and to_itself(link.leads) for link in every)  # then it holds heads
    found = found or [link for link in every if link.is_void and not FIRST.search(name(link)) and not leads]
    found = found or [link for link in every if link.type.code == gdb.TYPE_CODE_INT and ON.search(name(link))]
    return _each_place(sorted(found, key=lambda link: rank(link, ON, BACK)))


def back(type: gdb.Type, link: Link) -> Optional[Link]:
    """The link back of a node of `type` that goes on by `link`; None where no member looks like one."""
    others = [each for each in words(type) if each.offset != link.offset and each.outer == link.outer]
    if link.leads is not None:
        others = [each for each in others if each.leads is not None and same(each.leads, link.leads)]
    to_link = [each for each in pointers(type) if each.to_link is not None and _same_group(each, link)]
    to_link = [each for each in to_link if link.leads is None or same(each.to_link or type, link.leads)]
    forth = bool(BACK.search(name(link)))
    like = [each for each in others if each.type.code == link.type.code and (ON if forth else BACK).search(name(each))]
    like = [each for each in like if _same_group(each, link)] or ([] if len(like) != 1 else like)
    for each in sorted(like, key=lambda each: -len(commonprefix([each.said, link.said]))) + to_link:
        return each
    numbers = [each for each in words(type) if each.type.code == gdb.TYPE_CODE_INT and _same_group(each, link)]
    for each in numbers if not others else []:
        if (ON if forth else BACK).search(name(each)):  # as LLVM's, which has a flag in it
            return each
    pure = is_pure(type) and [each for each in others if each.leads is not None]
    return pure[0] if pure else None


def heads(type: gdb.Type) -> List[Link]:
    """The pointers in `type` that may lead to the first node of a list, likeliest first."""
    found = [link for link in pointers(type) if link.leads is not None]
    nodes = [link for link in found if any(each.outer is not None for each in on(link.leads or type))]
    others = nodes or [link for link in found if on(link.leads or type)]
    others = others or [link for link in pointers(type) if link.is_void or link.target.code == gdb.TYPE_CODE_INT]
    others = others or [] if any(pointers(type)) else [link for link in words(type) if FIRST_ONLY.search(name(link))]
    return _each_place(sorted(others, key=lambda link: rank(link, FIRST, LAST)))


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
        return sorted(within, key=lambda link: rank(link, ON, BACK))[0]
    return Link(found.offset, found.member, found.type, path)


def strays(type: gdb.Type, link: Link) -> bool:
    """Whether a member of `type` leads to something else than nodes of that type, as far as the types tell."""
    if link.type.code != gdb.TYPE_CODE_PTR or link.is_void or link.outer is not None:
        return False
    if link.leads is None:  # a word of which others are made, or what it is called says that it leads on
        return link.to_link is not None or not ON.search(name(link)) and link.target.sizeof != link.type.sizeof
    return not same(link.leads, type) and part(type, link.leads) is None and not akin(link, type)


def akin(link: Link, type: gdb.Type) -> bool:
    """Whether `link` leads to a struct that a node of `type` begins like, or that contains such a node."""
    leads = link.leads
    assert leads is not None
    if part(leads, type) is not None:  # unless the type is but the pointer, wrapped
        return not WRAPPER.search(str(type)) and type.sizeof > link.type.sizeof
    every = to_itself(leads)
    own = [each for each in every if each.offset == link.offset]
    is_longer = type.sizeof > leads.sizeof and is_pure(leads) and {each.offset for each in every} <= _places(type)
    return bool(own) and is_longer and not FIRST_ONLY.search(name(link))


def _places(type: gdb.Type) -> Set[int]:
    """Where pointers lie in a type."""
    return {link.offset for link in pointers(type)}


def _same_group(one: Link, other: Link) -> bool:
    """Whether two members stand in the same struct: their paths differ in the last part only."""
    return one.said.rpartition(".")[0] == other.said.rpartition(".")[0]


def _each_place(found: List[Link]) -> List[Link]:
    """Of those that lie at the same place, as in a union, the first one."""
    first: Dict[int, Link] = {}
    for link in found:
        first.setdefault(link.offset, link)
    return list(first.values())
