"""What links and heads are called. Names decide nothing: they say what is tried first, and what a note speaks of."""

from __future__ import annotations

import re
from typing import List

import gdb

from buddylab.target.types.links import Link

ON = re.compile(r"next|^fd$|^cdr$|^rest$|^li?nk$|flink|fwd|forw|succ|follow|after|^right$")
BACK = re.compile(r"prev|^bk|blink|back|bwd|pred|before|^left$|^last$")
UP = re.compile(r"parent|owner|contain|child|up$|group|leader|current|curr$")
FIRST = re.compile(r"head|first|free|front|begin|^root$|^top$|^list$|next")
FIRST_ONLY = re.compile(r"head|first|front|begin")
STANDS_FIRST = re.compile(r"sentinel|dummy|anchor|head(er)?\b")  # a node that stands for a head, or what has it
PARTS = re.compile(r"[a-z]+")
LAST = re.compile(r"tail|last|rear|^end|end$|back|prev|blink")


def name(link: Link) -> str:
    """The last part of what a person would call it, in small letters; of a mere p or ptr the part before as well."""
    parts = [part for part in link.said.lower().split(".") if part]
    return ".".join(parts[-2:]) if parts and parts[-1] in ("p", "ptr", "_m_ptr", "pointer") else "".join(parts[-1:])


def rank(link: Link, first: "re.Pattern[str]", last: "re.Pattern[str]") -> int:
    """Where it stands among others by what it is called."""
    called = name(link)
    if link.to_link is not None or UP.search(called):
        return 4
    if called in ("next", "fd"):
        return 0
    return 3 if last.search(called) else 1 if first.search(called) else 2


def first_only(link: Link) -> bool:
    """Whether it is called like the head of a list, and not like a link."""
    return bool(FIRST_ONLY.search(link.said.lower())) and not ON.search(name(link).replace("next", ""))


def holds_first(link: Link, type: gdb.Type) -> bool:
    """Whether the node with `link` in a `type` stands before the first of a list, as they are called."""
    words = link.said.lower() if type.name is None else f"{link.said} {type.name}".lower()
    return bool(STANDS_FIRST.search(words)) and not is_back(link)


def is_back(link: Link) -> bool:
    """Whether it is called like a link back, or is of its type."""
    return link.to_link is not None or bool(BACK.search(name(link)))


def is_called_back(path: str) -> bool:
    """Whether a member is called like a link back."""
    return bool(BACK.search(path.lower().rpartition(".")[2]))


def is_last(link: Link) -> bool:
    """Whether it is called like a pointer to the last node."""
    return link.to_link is not None or bool(LAST.search(name(link)))


def is_tail(link: Link) -> bool:
    """Whether it points at the last node, as it is called."""
    return link.leads is not None and is_last(link) and not is_back(link)


def likeliest(found: List[Link], expression: str) -> List[Link]:
    """Those of the links that are called equally like one; what is called like part of `expression` goes first."""
    parts = set(PARTS.findall(expression.lower()))
    best = min(rank(link, ON, BACK) for link in found)
    return sorted(
        (link for link in found if rank(link, ON, BACK) == best),
        key=lambda link: -len(parts & set(PARTS.findall(link.said.lower()))),
    )


def likeliest_heads(found: List[Link]) -> List[Link]:
    """Those of the pointers that are called equally like one to a first node."""
    best = min((rank(link, FIRST, LAST) for link in found), default=0)
    return [link for link in found if rank(link, FIRST, LAST) == best]


def is_head(path: str) -> bool:
    """Whether what a variable or member is called sounds like the head of a list."""
    return bool(FIRST_ONLY.search(re.split(r"\.|->", path.lower())[-1]))
