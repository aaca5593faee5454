"""A list that is longer than any memory: told as such on both commands, in text, figure and JSON."""

import json as standard
from dataclasses import replace

from buddylab.check import check
from buddylab.heaps.check_heap import check_heap
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_text, list_text
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.memory.image import Memory
from buddylab.model import Shape
from buddylab.snapshot import Snapshot
from buddylab.walk import read, walk

START, MOST = 0x10000, 1000
SAID = "The walk was given up at node 999 at 0x11f40: no memory has room for so many nodes."


def endless(monkeypatch):
    """Every word points at the next one: [START] -> START + 8 -> START + 16 -> …; nobody knows where memory ends."""
    monkeypatch.setattr("buddylab.walk.MOST", MOST)
    return Memory(lambda at, size: b"".join((word + 8).to_bytes(8, "little") for word in range(at, at + size, 8)))


def test_a_list_that_is_longer_than_memory_allows(monkeypatch):
    memory = endless(monkeypatch)
    chain = walk(memory, Shape(), read(memory, START))
    snapshot = Snapshot(replace(chain, problems=check(chain)))
    assert " ".join(SAID.split()) in " ".join(list_text.show(snapshot).split())
    data = standard.loads(as_json.dumps(snapshot))
    assert (data["end"], data["length"], data["problems"][0]["kind"]) == ("limit", MOST, "limit")
    assert "given up" in forms.dot(snapshot) and "ghost" in forms.dot(snapshot)


def test_a_free_list_that_is_longer_than_memory_allows(monkeypatch):
    memory = endless(monkeypatch)
    shape = HeapShape(0x8000, "heap", START, 8, 1)
    snapshot = HeapSnapshot(check_heap(read_heap(memory, shape)))
    assert f"List 0 is damaged. {SAID}" in " ".join(heap_text.show(snapshot).split())
    data = standard.loads(as_json.dumps_heap(snapshot))
    chain = data["orders"][0]["chain"]
    assert (chain["end"], chain["length"], data["problems"][0]["kind"]) == ("limit", MOST, "limit")
    assert "given up" in forms.dot(snapshot) and "ghost" in forms.dot(snapshot)
