"""The snapshot as JSON, for scripts; the form is part of the contract."""

from __future__ import annotations

import json as standard
from typing import Any, Dict, Optional

from buddylab.model import Chain, Snapshot, Word

SCHEMA = 1


def chain(of: Chain) -> Dict[str, Any]:
    """A chain as plain data: addresses and values are hexadecimal strings, what is unknown is null."""
    return {
        "head": _word(of.head, "value"),
        "nodes": [_word(node, "next") for node in of.nodes],
        "length": len(of.nodes),
        "end": of.end,
        "problems": [
            {"kind": problem.kind, "address": _hex(problem.address), "message": problem.message}
            for problem in of.problems
        ],
    }


def dumps(snapshot: Snapshot) -> str:
    """The whole snapshot as JSON text, one trailing newline."""
    nodes = snapshot.on_chain()
    words = [dict(_word(word, "value"), on_chain=word.address in nodes) for word in snapshot.words]
    data = {"schema": SCHEMA, "kind": "list", **chain(snapshot.chain), "words": words}
    return standard.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _word(word: Word, value: str) -> Dict[str, Any]:
    return {"address": _hex(word.address), "label": word.label, value: _hex(word.value)}


def _hex(number: Optional[int]) -> Optional[str]:
    return None if number is None else f"{number:#x}"
