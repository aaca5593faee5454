"""A word's history as text and as JSON: the stores in order, under the step and the source line that made them."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, Dict, List, Sequence, Tuple, Union

from buddylab.columns import fill
from buddylab.draw.words.as_json import SCHEMA
from buddylab.few import Few, More
from buddylab.history import History, Store
from buddylab.spelling import again, count

SHOWN = Few(first=40, last=8, most=56)  # of the stores
INDENT = "    "


def show(history: History) -> str:
    """Everything that show-writes prints, with a newline at its end."""
    parts = [fill(heading(history))]
    strangers, own = history.strangers(), history.own()
    if strangers:
        parts.append(fill(f"Before {history.owner}() was called, when these bytes belonged to other functions:"))
        parts.append(_stores(strangers))
    if own and strangers:
        parts.append(fill(f"Since {history.owner}() was called:"))
    if own:
        parts.append(_stores(own))
    return "\n\n".join(parts) + "\n"


def heading(history: History) -> str:
    """Which word it is, how often it was written, and what it holds, in one sentence."""
    name = history.expression
    if history.label and not name.startswith(history.label):
        name += f" ({history.label})"
    total = len(history.stores) + history.cut
    text = f"{name} at {history.address:#x}: {count(total, 'store', 'no')} since the reset"
    if history.cut:
        text += f", of which the last {len(history.stores)} are shown"
    holds = history.stores[-1].after if history.stores else history.first
    return f"{text}; it holds {holds:#x}."


def change(store: Store) -> str:
    """What the word held and what it holds then, with the name of what it points at."""
    return f"{store.before:#x} → {store.after:#x}" + (f" {store.label}" if store.label else "")


def step(store: Store) -> str:
    """Behind which numbered stop it happened: the code that stands there is that step's."""
    if store.stop is None:
        return "before step 1"
    return f"step {store.stop}{again(store.visit)}"


def _stores(stores: Sequence[Store]) -> str:
    lines: List[str] = []
    for where, group in groupby(SHOWN.row(stores), key=_where):
        if isinstance(where, More):
            lines.append(f"{INDENT}{where} …")
            continue
        when, function, place, source = where
        lines.append(
            fill(f"{when}, {function}()" + (f" at {place}" if place else "") + (f": {source}" if source else ""))
        )
        lines += [fill(INDENT + change(store)) for store in group if isinstance(store, Store)]
    return "\n".join(lines)


def _where(store: Union[Store, More]) -> Union[More, Tuple[str, str, str, str]]:
    return store if isinstance(store, More) else (step(store), store.function, store.place, store.source)


def dumps(history: History) -> str:
    """The whole history as JSON text, one trailing newline; what is unknown is null."""
    data = {
        "schema": SCHEMA,
        "kind": "writes",
        "word": {
            "expression": history.expression,
            "address": f"{history.address:#x}",
            "label": history.label,
            "size": history.size,
            "first": f"{history.first:#x}",
        },
        "stores": [_store(history, store) for store in history.stores],
        "count": len(history.stores) + history.cut,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _store(history: History, store: Store) -> Dict[str, Any]:
    return {
        "instruction": store.clock,
        "step": store.stop,
        "time": store.visit or None,
        "function": store.function or None,
        "place": store.place or None,
        "source": store.source or None,
        "before": f"{store.before:#x}",
        "after": f"{store.after:#x}",
        "label": store.label,
        "earlier": store.clock < history.born,
    }
