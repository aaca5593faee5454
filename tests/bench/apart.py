"""Runs inside GDB, where a list is ready at `list.head`: walks it by gdb.Value and our way, in turns.

BENCH_RESULT is the file that gets the least time of each, in seconds a node, as JSON.
"""

import json
import os
import time

import gdb

from buddylab.model import Shape
from buddylab.target import memory
from buddylab.walk import read, walk

SAMPLE = 5000  # nodes that are walked by gdb.Value
ROUNDS = 5


def usual():
    node = gdb.parse_and_eval("list.head")
    word = node.type
    found = 0
    while int(node) and found < SAMPLE:
        node = node.dereference().cast(word)
        found += 1
    return found


def ours():
    """What show-list does to read the list: from finding the RAM to the chain."""
    image = memory.current()
    chain = walk(image, Shape(), read(image, int(gdb.parse_and_eval("&list")), "list"))
    assert chain.end == "null"
    image.interrupt("the next one is to begin with nothing")
    return len(chain.nodes)


best = {way: float("inf") for way in (usual, ours)}
for _ in range(ROUNDS):
    for way in best:
        start = time.perf_counter()
        found = way()
        best[way] = min(best[way], (time.perf_counter() - start) / found)
assert found == int(gdb.parse_and_eval("count"))
with open(os.environ["BENCH_RESULT"], "w") as result:
    json.dump({way.__name__: spent for way, spent in best.items()}, result)
