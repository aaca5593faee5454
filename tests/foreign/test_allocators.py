"""Free lists in the layouts of xv6, MIT's buddy.c, K&R, and FreeRTOS: read right without options, and damage told.

What is free the program says by another account, kinds of damage are made in GDB.
"""

import json
import re

import pytest

from foreign.build import built
from foreign.properties import SEEDS, Session
from session.stranger import found, words

TRUTH = (
    "python import json; t = gdb.parse_and_eval('{}_truth'); print('truth ' + json.dumps(sorted("
    "[int(t['blocks'][i]['at']), int(t['blocks'][i]['size']), int(t['blocks'][i]['list'])]"
    " for i in range(int(t['count'])))))"
)
# What is typed, the program's own account of it, and the kind.
KINDS = {
    "kmem": ("kmem", "pages"),
    "&kmem": ("kmem", "pages"),
    "kmem.freelist": ("kmem", "pages"),
    "kmems": ("percpu", "pages"),
    "bd_sizes": ("bd", "buddy"),
    "*bd_sizes@nsizes": ("bd", "buddy"),
    "freep": ("kr", "sized"),
    "base": ("kr", "sized"),
    "&base": ("kr", "sized"),
    "xStart": ("heap_4", "sized"),
    "&xStart": ("heap_4", "sized"),
    "xStart.pxNextFreeBlock": ("heap_4", "sized"),
    "xStart5": ("heap_5", "sized"),
    "xStart2": ("heap_2", "sized"),
    "unused": ("pool", "pages"),
    "bins --order-size 32+16*$order": ("bins", "pages"),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Session(built(tmp_path_factory.mktemp("foreign"), "allocators.c")) as session:
        yield session


def free(document):
    """The free blocks with their sizes and lists, in address order."""
    blocks = []
    for order in document["orders"]:
        for node in order["chain"]["nodes"]:
            size = node.get("size", order["size"])
            blocks += [[int(node["address"], 16), size, order["order"]]] if size else []
    return sorted(blocks)


@pytest.mark.parametrize("number", [0, *SEEDS, 5, 6])
def test_sound(program, number):
    program.at(number)
    for typed, (account, kind) in KINDS.items():
        shown = program._ask(TRUTH.format(account), f"show-freelists {typed} --out -")
        truth = json.loads(re.search(r"^truth (.*)$", shown, re.M)[1])
        documents = found(shown)
        assert documents, f"{typed}: {shown}"
        (document,) = documents
        assert document["heap"]["kind"] == kind, (typed, document.get("note"))
        assert free(document) == truth, typed
        assert document["free_bytes"] == sum(size for _, size, _ in truth), typed
        assert document["problems"] == [], typed


LAST = "(char *) bd_sizes[3].free.next"
DAMAGED = [
    # pages: a page on the list twice, one that lies within another, one that was overwritten, one from elsewhere
    ("kmem.freelist->next->next = kmem.freelist", "kmem", ["cycle"]),
    ("kmem.freelist->next = (struct run *) ((char *) kmem.freelist->next + 64)", "kmem", ["overlap"]),
    ("*(long *) kmem.freelist = 0x0101010101010101", "kmem", ["misaligned"]),
    ("kmems[3].freelist->next = kmems[0].freelist", "kmems", ["two-lists"]),
    # buddies: a block that is its buddy's as well, a link back, one at no multiple of its size, one on two lists
    ("bd_sizes[2].free.next->prev = 0", "bd_sizes", ["back-link"]),
    ("bd_sizes[5].free.next = bd_sizes[6].free.next", "*bd_sizes@nsizes", ["two-lists"]),
    # K&R: a block that reaches over the next one, one of no sense, one that comes before the one before it
    ("freep->s.size = 300", "freep", ["overlap"]),
    ("freep->s.size = 0x7fffffff", "freep", ["size"]),
    ("freep->s.ptr->s.ptr = freep->s.ptr", "freep", ["cycle"]),
    # FreeRTOS: the same, a block that says that it is handed out, counters that do not agree
    ("xStart.pxNextFreeBlock->xBlockSize = 8", "xStart", ["size", "counters"]),
    ("xStart.pxNextFreeBlock->xBlockSize |= 1ul << 63", "xStart", ["handed-out"]),
    ("xStart.pxNextFreeBlock->xBlockSize += 400", "xStart", ["overlap", "counters"]),
    ("xStart.pxNextFreeBlock->pxNextFreeBlock = (BlockLink_t *) (ucHeap + 2)", "xStart", ["misaligned"]),
    ("xFreeBytesRemaining -= 16", "xStart", ["counters"]),
    ("xMinimumEverFreeBytesRemaining = xFreeBytesRemaining + 1", "xStart", ["counters"]),
    ("xStart5.pxNextFreeBlock->pxNextFreeBlock = xStart5.pxNextFreeBlock", "xStart5", ["cycle"]),
]


@pytest.mark.parametrize("damage, typed, kinds", DAMAGED)
def test_damage_is_told(program, damage, typed, kinds):
    program.at(0)
    lines = f"set var {damage}", f"show-freelists {typed} --out -", f"show-freelists {typed}"
    shown = program.shown(*lines)
    (document,) = found(shown)
    told = {problem["kind"] for problem in document["problems"]}
    assert told >= set(kinds), (told, document["problems"])
    assert document["heap"]["kind"] == KINDS[typed][1]
    assert "(verified)" not in shown


def test_out_of_order(program):
    """xStart -> b -> a -> c: two blocks of a list that is kept in address order changed places."""
    program.at(0)
    swap = [
        "set $a = xStart.pxNextFreeBlock",
        "set $b = $a->pxNextFreeBlock",
        "set var $a->pxNextFreeBlock = $b->pxNextFreeBlock",
        "set var $b->pxNextFreeBlock = $a",
        "set var xStart.pxNextFreeBlock = $b",
    ]
    said = words(program.shown(*swap, "show-freelists xStart", changes=True))
    assert "ucHeap[0] at 0x" in said and "comes after ucHeap[" in said and "list in the order of addresses" in said


def test_a_block_from_elsewhere(program):
    """xStart -> a -> a page -> b -> …"""
    program.at(0)
    lead = [
        "set $page = (BlockLink_t *) ram[0]",
        "set var $page->xBlockSize = 64",
        "set var $page->pxNextFreeBlock = xStart.pxNextFreeBlock->pxNextFreeBlock",
        "set var xStart.pxNextFreeBlock->pxNextFreeBlock = $page",
    ]
    said = words(program.shown(*lead, "show-freelists xStart", changes=True))
    assert "ram[0][0] at 0x" in said and "is on the list, but not in the heap's memory" in said


def test_neighbours_that_could_be_merged(program):
    """The first block grows up to the second one."""
    program.at(0)
    grow = "xStart.pxNextFreeBlock->xBlockSize = (char *) xStart.pxNextFreeBlock->pxNextFreeBlock - (char *) ucHeap"
    grow += " - (unsigned long) ((char *) xStart.pxNextFreeBlock - (char *) ucHeap)"
    said = words(program.shown(f"set var {grow}", "show-freelists xStart"))
    assert "touch, and both are free; expected one block of" in said


def test_the_numbers(program):
    program.at(0)
    said = words(program.shown("show-freelists xStart"))
    assert (
        "free 1184 bytes = xFreeBytesRemaining (verified), in 19 blocks, the largest of 96 B: fragmentation 0.92."
        in said
    )
    assert "xMinimumEverFreeBytesRemaining is 592." in said
    said = words(program.shown("show-freelists freep --size '$node->s.size * 16'"))
    assert "free 480 bytes in 15 blocks" in said and "--size" not in said


def test_the_manual_s_examples_of_other_allocators(program):
    program.at(0)
    manual = program.shown("help show-freelists")
    names = r"freep|xStart|kmem|bd_sizes"
    examples = re.findall(rf"^  (show-freelists (?:{names}).*?)(?:  .*)?$", manual, re.MULTILINE)
    assert len(examples) == 6
    for example in examples:
        shown = program.shown(example)
        assert "Wrote freelists.svg" in shown and "damaged" not in shown, shown
