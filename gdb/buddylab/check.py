"""Says what is wrong with a chain, one sentence a problem: where, what was found, what was expected."""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

from buddylab import poison
from buddylab.ends import End
from buddylab.model import Chain, Problem, Word
from buddylab.spelling import count

NEAR = 24  # bits in which the addresses of a list's nodes may differ
MOST = 20  # links back that are told to be wrong; the rest would say the same again


def check(chain: Chain, word_size: int = 8) -> Tuple[Problem, ...]:
    """The problems of `chain`; none for one that ends as it should, or that --count cut short."""
    return (*_end(chain, word_size), *list(_back_links(chain, word_size))[:MOST])


def _end(chain: Chain, word_size: int) -> Iterator[Problem]:
    """What is wrong with the place where the walk ended."""
    last = chain.last()
    where = _where(chain, len(chain.nodes) - 1)
    expected = _expected(chain)
    verb = "holds" if last.raw is None else "leads to"  # which of an encoded link is not the same
    if chain.interrupted:
        message = f"The walk ended at {where}, since {chain.interrupted}; the list may go on."
        yield Problem("interrupted", last.address, message)
    if chain.interrupted and chain.end == End.LIMIT:
        return
    if chain.absent:
        holds = "cannot be read" if last.value is None else f"holds {last.value:#x}, where memory cannot be read"
        yield Problem("absent", last.address, f"{_upper(where)} {holds}: {chain.absent}.")
    elif last.value is None and last.raw is not None:
        told = f"{_upper(where)} holds {last.raw:#x}, from which --link gives no address"
        yield Problem("unreadable", last.address, f"{told}; {expected}.")
    elif last.value is None:
        yield Problem("unreadable", last.address, f"{_upper(where)} cannot be read; {expected}.")
    elif chain.end == End.CYCLE:
        yield _cycle(chain, last.value, where)
    elif chain.end == End.LIMIT and chain.shape.limit is None and not chain.interrupted:
        message = f"The walk was given up at {where}: no memory has room for so many nodes."
        yield Problem("limit", last.address, message)
    elif chain.end == End.NULL and not chain.ends_well:
        yield Problem("null", last.address, f"{_upper(where)} {verb} 0; {expected}.")
    elif chain.end.fault:
        fault = chain.end.fault.format(align=chain.shape.align or word_size)
        known = poison.clause(last.value, last.address, word_size) or _xored(chain, last.value, word_size)
        message = f"{_upper(where)} {verb} {last.value:#x}{known}, {fault}; {expected}."
        yield Problem(chain.end.value, last.address, message)


def _xored(chain: Chain, value: int, word_size: int) -> str:
    """What is known of a word that leads nowhere, where it is both neighbours' addresses, as XOR lists have it."""
    nodes = chain.addresses()[-2:]
    if len(nodes) < 2 or chain.shape.code is not None:
        return ""
    plain, align = value ^ nodes[0], chain.shape.align or word_size
    is_near = plain % align == 0 and plain >> NEAR == nodes[1] >> NEAR and plain not in nodes
    told = (
        f"XORed with the address of the node before, it leads to {plain:#x}; --link '$link ^ $prev' reads such a list"
    )
    return f" ({told})" if is_near and not value >> NEAR else ""


def _cycle(chain: Chain, target: int, where: str) -> Problem:
    entry, length = chain.index(target), chain.cycle()
    back = "itself" if entry == len(chain.nodes) - 1 else _where(chain, entry)
    message = (
        f"The list never ends: {where} points back at {back}, a cycle of {count(length, 'node')}; {_expected(chain)}."
    )
    if entry in (-1, 0) and length > 1 and chain.shape.home is None and chain.shape.align is not None:
        message += " If this is meant to be a ring, --home EXPR names its head."  # not for plain words, which are ours
    return Problem("cycle", target, message)


def _back_links(chain: Chain, word_size: int) -> Iterator[Problem]:
    """Each node's link back must lead to the node before it, the first one's to the head, the last node or nowhere."""
    home = chain.shape.home
    if chain.shape.cut is not None and chain.nodes:
        node, before = (f"{each:#x}" for each in chain.shape.cut)
        told = (
            f"Going back from {_where(chain, 0)}, the node at {node} points back at {before}, which does not lead to it"
        )
        yield Problem("back-link", chain.shape.cut[0], f"{told}; expected a node that leads to it.")
    aims = Aims(chain)
    for at, found in enumerate(chain.prevs):
        if aims.astray(at):
            is_home = at == len(chain.nodes)
            here = _where(chain, -1 if is_home else at)
            value = "what cannot be read" if found is None else f"{found:#x}"
            aim = _aim(chain, at)
            address = home if is_home else chain.node(chain.nodes[at])
            also = poison.clause(found, None, word_size)
            message = f"{_upper(here)} points back at {value}{also}; expected {aim}."
            yield Problem("back-link", address, message)


def _aim(chain: Chain, at: int) -> str:
    """Where the link back of node `at` should lead."""
    if at > 0 or chain.shape.home is not None:
        node = chain.head if at == 0 else chain.nodes[at - 1]
        link = f"{node.address:#x}, the link of " if chain.shape.prev_to_link and node.address is not None else ""
        return link + _where(chain, at - 1)
    return _where(chain, len(chain.nodes) - 1) if chain.end == End.RING else "0 or the head"


class Aims:
    """Where the links back of a chain should lead; behind the nodes' comes the one of a circular list's head."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._nodes = chain.addresses()
        self._first = self._of_the_first()

    def astray(self, at: int) -> bool:
        """Whether the link back of node `at` is wrong."""
        chain, count = self._chain, len(self._nodes)
        if at >= len(chain.prevs) or (at == count and chain.end != End.HEAD):
            return False  # there is none, or nobody knows which node is the last one
        found = chain.prevs[at]
        found = None if found is None else found & ~chain.shape.prev_flags
        if at == 0:
            is_cut = chain.shape.ring and chain.end == End.LIMIT  # then nobody knows which node is before the first
            return found not in self._first and not is_cut
        return found != self._nodes[at - 1] + chain.shape.next * chain.shape.prev_to_link

    def _of_the_first(self) -> Tuple[Optional[int], ...]:
        """What the first node's link back may hold."""
        chain, shape = self._chain, self._chain.shape
        link = shape.next * shape.prev_to_link
        if shape.home is not None:
            return (shape.home + link, *shape.before)
        if not self._nodes or chain.end == End.RING:
            return tuple(node + link for node in self._nodes[-1:])
        last = [self._nodes[-1] + link] if chain.end == End.NULL else []
        head = [] if chain.head.address is None else [chain.head.address, chain.head.address - shape.next + link]
        return (0, *head, *last, *shape.before)


def _expected(chain: Chain) -> str:
    shape = chain.shape
    end = "0 for the end"
    if shape.code is not None and shape.code.end is not None:
        end = f"{shape.code.end:#x}, the mark, for the end"
    elif shape.home is not None:
        end = f"{shape.home:#x}, the head, for the end"
    elif shape.ring and chain.nodes:
        end = f"{chain.node(chain.nodes[0]):#x}, the first node, for the end"
    return f"expected the address of a node in RAM, or {end}"


def _where(chain: Chain, index: int) -> str:
    """How to speak of node `index`; -1 is the head."""
    if index < 0:
        return "the head" if chain.head.address is None else _name(chain.head, chain.member) or "the head"
    node = chain.nodes[index]
    name = _name(node)
    address = f"{chain.node(node):#x}"
    return f"node {index} ({name} at {address})" if name else f"node {index} at {address}"


def _upper(where: str) -> str:
    """The start of a sentence; names of the program stay as they are."""
    return where[0].upper() + where[1:] if where.startswith(("node ", "the head")) else where


def _name(word: Word, member: str = "") -> Optional[str]:
    return None if word.label is None else word.label + member
