"""Says what is wrong with a chain, one sentence a problem: where, what was found, what was expected."""

from __future__ import annotations

from typing import Optional, Tuple

from buddylab.model import Chain, Problem, Word

EXPECTED = "expected the address of a node in RAM, or 0 for the end"


def check(chain: Chain, word_size: int = 8) -> Tuple[Problem, ...]:
    """The problems of `chain`; none for one that ends in null. A bounded walk that was cut short is not a problem."""
    last = chain.nodes[-1] if chain.nodes else chain.head
    where = _where(chain, len(chain.nodes) - 1)
    if chain.interrupted is not None:
        message = f"The walk ended at {_lower(where)}, since {chain.interrupted}; the list may go on."
        return (Problem("interrupted", last.address, message),)
    if last.value is None:
        return (Problem("unreadable", last.address, f"{where} cannot be read; {EXPECTED}."),)
    found = f"{last.value:#x}"
    if chain.end == "cycle":
        return (_cycle(chain, last.value, where),)
    faults = {
        "misaligned": f"which is not a multiple of {word_size}",
        "unreadable": "where memory cannot be read",
        "not-ram": "which is not in RAM and was not read",
    }
    if chain.end in faults:
        return (Problem(chain.end, last.address, f"{where} holds {found}, {faults[chain.end]}; {EXPECTED}."),)
    return ()


def _cycle(chain: Chain, target: int, where: str) -> Problem:
    entry = next((index for index, node in enumerate(chain.nodes) if node.address == target), -1)
    length = len(chain.nodes) - max(entry, 0)
    nodes = "1 node" if length == 1 else f"{length} nodes"
    back = "itself" if entry == len(chain.nodes) - 1 else _lower(_where(chain, entry))
    message = f"The list never ends: {_lower(where)} points back at {back}, a cycle of {nodes}; {EXPECTED}."
    return Problem("cycle", target, message)


def _where(chain: Chain, index: int) -> str:
    """How to speak of node `index`; -1 is the head."""
    if index < 0:
        return _name(chain.head, chain.member) or "The head"
    node = chain.nodes[index]
    name = _name(node)
    return f"Node {index} ({name} at {node.address:#x})" if name else f"Node {index} at {node.address:#x}"


def _lower(where: str) -> str:
    return where.replace("Node ", "node ", 1).replace("The head", "the head", 1)


def _name(word: Word, member: str = "") -> Optional[str]:
    return None if word.label is None else word.label + member
