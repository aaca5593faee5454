"""The snapshots as JSON, for scripts; the form is part of the contract."""

from __future__ import annotations

import json as standard
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import Heap, HeapDifference, HeapSnapshot
from buddylab.heaps.tree import Tree
from buddylab.heaps.zone import Zone
from buddylab.model import Chain, Problem, Word
from buddylab.snapshot import Change, Difference, Snapshot

SCHEMA = 1
Labels = Dict[Optional[int], Optional[str]]


def chain(of: Chain, words: Sequence[Word] = (), objects: bool = False) -> Dict[str, Any]:
    """A chain as plain data, with the words shown beside it; addresses and values are hexadecimal strings.

    With `objects` each node tells where the object starts that it is a member of.
    """
    links = {word.address for word in of.nodes} if words else set()
    return {
        "head": _word(of.head, "value"),
        "nodes": [_node(of, at, word, objects) for at, word in enumerate(of.nodes)],
        "words": [dict(_word(word, "value"), on_chain=word.address in links) for word in words],
        "length": len(of.nodes),
        "end": of.end.value,
        "problems": _problems(of.problems),
    }


def _node(of: Chain, at: int, word: Word, objects: bool) -> Dict[str, Any]:
    """A node by the address that pointers to it hold; its link back and its fields if they were asked for."""
    data = dict(_word(word, "next"), address=_hex(of.node(word)))
    if word.raw is not None:
        data["link"] = _hex(word.raw)
    if objects:
        data["object"] = _hex(of.node(word) + of.shape.start)
    if of.shape.prev is not None:
        data["prev"] = _hex(of.prevs[at]) if at < len(of.prevs) else None
    if of.shape.fields:
        values = of.details.get(of.node(word), ())
        data["fields"] = {field[0]: value for field, value in zip(of.shape.fields, values)}
    return data


def dumps(snapshot: Snapshot, note: str = "") -> str:
    """The whole snapshot as JSON text, one trailing newline; what is unknown is null.

    `note` is there where something is to be said of how the list was read, such as a doubt that memory leaves.

    `difference` is there wherever there is an earlier stop to compare with; in it `unknown` are the words of which
    nothing was kept there, if any.
    """
    data = {"schema": SCHEMA, "kind": "list", **chain(snapshot.chain, snapshot.words, snapshot.container is not None)}
    diff = snapshot.difference
    if diff is not None:
        labels = _labels(snapshot.chain, data)
        labels.update((word.address, word.label) for word in snapshot.shown())
        offset = snapshot.chain.shape.next
        joined, left = (
            [{"address": _hex(word - offset), "label": labels.get(word)} for word in each]
            for each in (diff.joined, diff.left)
        )
        changed = [_change(change, labels) for change in diff.changed]
        data["difference"] = {"since": diff.since, "changed": changed, "joined": joined, "left": left, **_unknown(diff)}
    if note:
        data["note"] = note
    return standard.dumps(data, ensure_ascii=False, indent=1) + "\n"


def dumps_heap(snapshot: HeapSnapshot, note: str = "") -> str:
    """A heap as JSON text. `regions` and `taken` are null where no checked build tells them, `note` is as above."""
    heap = snapshot.heap
    orders = [_list(each) for each in heap.lists]
    data: Dict[str, Any] = {
        "schema": SCHEMA,
        "kind": "freelists",
        "heap": {
            "address": _hex(heap.address),
            "label": heap.label,
            "kind": "tree" if heap.tree is not None else heap.kind,
            "user": heap.user,
            "allocated": heap.allocated,
            "total": heap.total,
        },
        "orders": orders,
        "free_bytes": heap.free_bytes,
        "regions": [{"start": _hex(part.start), "end": _hex(part.stop)} for part in heap.regions] or None,
        "taken": None if heap.taken is None else [_block(heap, heap.named(block)) for block in heap.taken],
        "problems": _problems(heap.problems),
    }
    if heap.zone is not None:
        data["zone"] = _zone(heap.zone)
    if heap.tree is not None:
        data["tree"] = _tree(heap.tree)
        data["free"] = [_block(heap, heap.named(block)) for block in heap.free()]
    diff = snapshot.difference
    if diff is not None:
        labels: Labels = {}
        for each, order in zip(heap.lists, orders):
            labels.update(_labels(each.chain, order["chain"]))
        if heap.tree is not None:
            at = heap.tree.address
            labels.update({change.address: f"node[{change.address - at}]" for change in diff.changed})
        data["difference"] = {
            "since": diff.since,
            "anew": diff.anew,
            "grown": diff.grown,
            "changed": [_change(change, labels) for change in diff.changed],
            "split": [_block(heap, block) for block in diff.split],
            "merged": [_block(heap, block) for block in diff.merged],
            "taken": [_block(heap, block) for block in diff.taken],
            "returned": [_block(heap, block) for block in diff.returned],
            "resized": [
                {"before": _block(heap, before), "after": _block(heap, after)} for before, after in diff.resized
            ],
            **_unknown(diff),
        }
    if note:
        data["note"] = note
    return standard.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _list(each: FreeList) -> Dict[str, Any]:
    """A list; its nodes say where their blocks lie if that is elsewhere."""
    data: Dict[str, Any] = {"order": each.order, "size": each.size, "chain": chain(each.chain)}
    if each.kind:
        data["type"] = each.kind
    if each.block is not None:
        for node, place in zip(data["chain"]["nodes"], each.places()):
            node["block"] = _hex(place)
    for node, at in zip(data["chain"]["nodes"], each.chain.addresses() if each.own is not None else ()):
        node["size"] = (each.own or {}).get(at)
    return data


def _zone(zone: Zone) -> Dict[str, Any]:
    """What a zone of Linux says of itself, in pages; null for what cannot be read."""
    return {
        "name": zone.shape.name,
        "page": zone.shape.page,
        "start": None if zone.start is None else _hex(zone.start * zone.shape.page),
        "spanned": zone.spanned,
        "present": zone.present,
        "managed": zone.managed,
        "nr_free": list(zone.counts),
        "free": zone.free,
        "held_back": list(zone.held),
        "on_processors": list(zone.cached),
    }


def _tree(tree: Tree) -> Dict[str, Any]:
    """The bytes of a buddy tree, a string of hexadecimal digits for each level, from the root down."""
    levels = [
        {"order": order, "node": first, "bytes": tree.nodes[first : 2 * first].hex()} for order, first in tree.levels()
    ]
    return {"address": _hex(tree.address), "levels": levels}


def _labels(of: Chain, data: Mapping[str, Any]) -> Labels:
    """The names of a chain's words by address, from its plain data: asking the target for each again takes long."""
    links = [address + of.shape.next for address in of.addresses()]
    return {of.head.address: of.head.label, **dict(zip(links, [node["label"] for node in data["nodes"]]))}


def _change(change: Change, labels: Labels) -> Dict[str, Any]:
    label = labels.get(change.address)
    return {
        "address": _hex(change.address),
        "label": label,
        "before": _hex(change.before),
        "after": _hex(change.after),
    }


def _unknown(difference: Union[Difference, HeapDifference]) -> Dict[str, Any]:
    """The words of which nothing is known but what they hold now, if there are any."""
    return {"unknown": [_hex(address) for address in difference.unknown]} if difference.unknown else {}


def _block(heap: Heap, block: Block) -> Dict[str, Any]:
    """A block; its order is the number of the list that has such blocks, null where there is none."""
    return {
        "address": _hex(block.address),
        "label": block.label,
        "order": heap.number(block.size),
        "size": block.size,
        "asked": block.asked,
    }


def _problems(problems: Sequence[Problem]) -> List[Dict[str, Any]]:
    return [{"kind": each.kind, "address": _hex(each.address), "message": each.message} for each in problems]


def _word(word: Word, value: str) -> Dict[str, Any]:
    return {"address": _hex(word.address), "label": word.label, value: _hex(word.value)}


def _hex(number: Optional[int]) -> Optional[str]:
    return None if number is None else f"{number:#x}"
