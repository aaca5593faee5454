"""What must be so for all that anybody may come up with; hypothesis looks for what it is not so for."""

from __future__ import annotations

import json as standard
import re
import xml.etree.ElementTree as xml
from dataclasses import replace
from pathlib import Path
from typing import Dict, List

from hypothesis import HealthCheck, configuration, given, settings
from hypothesis import strategies as some

from buddylab import spelling
from buddylab.check import check
from buddylab.heaps.check_heap import check_heap
from buddylab.commands.options import COUNT, OUT, Mistake
from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.figure import measure
from buddylab.draw.words import as_json, dump, list_text
from buddylab.heaps.heap import read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.memory.image import Memory
from buddylab.model import Problem, Shape, Word
from buddylab.snapshot import Snapshot
from buddylab.walk import read, walk
from unit.buddies import Buddies, label
from unit.memories import memory, since
from unit.naive import Image, covered
from unit.test_heap import CHECKED, SHAPE, image
from unit.test_options import HEAP, LIST

configuration.set_hypothesis_home_dir(Path(__file__).resolve().parents[2] / "build" / "hypothesis")
# The same examples in every run and none kept on disk; what fails is printed in its smallest form.
every = settings(
    derandomize=True, database=None, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is slow

BASE = 0x80218000
SIZES = some.sampled_from((4, 8))
ORDERS = some.sampled_from(("little", "big"))
NAMES = some.from_regex(r"[a-zA-Z_<>&'\"é→][a-zA-Z0-9_.:<>&'\"é→-]{0,12}", fullmatch=True)
PLACES = some.lists(some.integers(1, 1500), min_size=1, max_size=90, unique=True)
ELEMENTS = some.builds("{}[{}]".format, some.sampled_from(("values", "ptrs", "a.b", "")), some.integers(0, 12))


@some.composite
def word_lists(draw, size=8):
    """Words in address order, with gaps, some unreadable, some without a name."""
    at = draw(some.sets(some.integers(0, 40), min_size=1))
    values = some.none() | some.integers(0, (1 << 8 * size) - 1)
    return [Word(BASE + size * each, draw(values), draw(some.none() | NAMES)) for each in sorted(at)]


@some.composite
def permutations(draw):
    """Memory with a list through words in any order, and the addresses of its nodes."""
    size, order, places = draw(SIZES), draw(ORDERS), draw(PLACES)
    link = draw(some.sampled_from((0, size, 5)))
    nodes = [BASE + 2 * size * place for place in places]
    found = Image(size, order, None, {BASE // 4096 + page: bytearray(4096) for page in range(7)})
    for node, following in zip([BASE, *nodes], [*nodes, 0]):
        found.poke(node + link, following)
    return found, Shape(next=link), nodes


def ours(found: Image) -> Memory:
    pages = {number: bytes(page) for number, page in found.pages.items()}

    def fetch(address: int, size: int) -> bytes:
        return pages.get(address // 4096, b"")[address % 4096 :][:size]

    return Memory(fetch, None, found.size, found.order)


def walked(found: Image, shape: Shape) -> Snapshot:
    chain = walk(ours(found), shape, read(ours(found), BASE + shape.next, "list"))
    return Snapshot(replace(chain, problems=check(chain, found.size)), word_size=found.size)


@every
@given(SIZES.flatmap(lambda size: some.tuples(some.just(size), word_lists(size))), some.lists(NAMES, min_size=1))
def test_the_blocks_of_a_dump_are_the_words_in_order(sized, names):
    size, words = sized
    blocks = dump.blocks(words, lambda word: names[word.address // size % len(names)], size, lambda address: " <s+8>")
    lines = [line.split("  ")[0] for block in blocks for line in block.splitlines()]
    found: Dict[int, str] = {}
    for line in lines:
        place, *values = line.split("\t")
        start = int(place.split()[0], 16)
        found.update({start + size * at: value for at, value in enumerate(filter(None, values))})
    expected = {
        each.address: "<unreadable>" if each.value is None else f"{each.value:#0{2 * size + 2}x}" for each in words
    }
    assert found == expected and list(found) == sorted(found)


@every
@given(permutations())
def test_any_permutation_is_walked_as_it_was_linked(made):
    found, shape, nodes = made
    chain = walked(found, shape).chain
    assert [chain.node(word) for word in chain.nodes] == nodes
    assert (chain.end, chain.problems) == ("null", ())


@every
@given(permutations(), some.data())
def test_where_the_last_node_points_back_a_cycle_of_that_length_is_found(made, data):
    found, shape, nodes = made
    entry = data.draw(some.integers(0, len(nodes) - 1))
    found.poke(nodes[-1] + shape.next, nodes[entry])
    chain = walked(found, shape).chain
    assert [chain.node(word) for word in chain.nodes] == nodes
    assert f"a cycle of {len(nodes) - entry} node" in chain.problems[0].message


@every
@given(permutations())
def test_nothing_differs_from_itself(made):
    found, shape, _ = made
    same = since(ours(found), walked(found, shape))
    assert (same.changed, same.joined, same.left) == ((), (), ())


@every
@given(permutations(), permutations())
def test_what_joined_and_left_leads_from_one_list_to_the_other(one, other):
    before, shape, nodes = one
    after = before.copy()
    following = [node for node in other[2] if node % (2 * before.size) == 0 and node < BASE + 6 * 4096]
    for node, aim in zip([BASE, *following], [*following, 0]):
        after.poke(node + shape.next, aim)
    change = since(ours(before), walked(after, shape))
    joined, left = ({address - shape.next for address in each} for each in (change.joined, change.left))
    assert set(nodes) - left | joined == set(following) and not joined & set(nodes) and left <= set(nodes)


@every
@given(permutations(), some.lists(NAMES, min_size=1), some.text(max_size=30))
def test_json_gives_back_what_went_in(made, names, message):
    found, shape, nodes = made
    snapshot = walked(found, shape)
    chain = replace(snapshot.chain, head=replace(snapshot.chain.head, label=names[0]))
    chain = replace(
        chain, nodes=tuple(replace(word, label=names[at % len(names)]) for at, word in enumerate(chain.nodes))
    )
    chain = replace(chain, problems=(Problem("cycle", nodes[0], message), Problem("counters", None, message)))
    data = standard.loads(as_json.dumps(replace(snapshot, chain=chain)))
    assert Word(*_read_back(data["head"], "value")) == chain.head
    assert [Word(*_read_back(node, "next")) for node in data["nodes"]] == [
        replace(word, address=chain.node(word)) for word in chain.nodes
    ]
    assert [each["message"] for each in data["problems"]] == [message, message]
    assert [each["address"] for each in data["problems"]] == [hex(nodes[0]), None]


def _read_back(data, value):
    numbers = [None if data[name] is None else int(data[name], 16) for name in ("address", value)]
    return (*numbers, data["label"])


@every
@given(some.lists(some.one_of(NAMES.filter(lambda name: name not in ("and", "to")), ELEMENTS), min_size=1, max_size=12))
def test_names_in_a_row_leave_none_out(names):
    said = re.sub(r",? and ([^ ]+)$", r", \1", spelling.names(names))
    found: List[str] = []
    for part in re.split(r", | and ", said):
        first, _, last = part.partition(" to ")
        if last:
            base, low, high = first.rpartition("[")[0], *(int(name.rpartition("[")[2][:-1]) for name in (first, last))
            found += [f"{base}[{at}]" for at in range(low, high + 1)]
        else:
            found.append(part)
    assert found == names


CALLS = some.lists(some.tuples(some.booleans(), some.integers(1, 70), some.integers(0, 30)), max_size=25)


def run(heap: Buddies, calls) -> None:
    """Takes and gives back blocks."""
    for gives, size, which in calls:
        if gives and heap.taken:
            address = sorted(heap.taken)[which % len(heap.taken)]
            heap.dealloc(address, heap.taken[address][1])
        else:
            heap.alloc(size)


def free(heap: Buddies):
    return covered((block, order) for order, blocks in enumerate(heap.lists) for block in blocks)


def bytes_of(blocks):
    return covered((block.address, block.order) for block in blocks)


@every
@given(some.integers(8, 300), CALLS, CALLS, some.booleans())
def test_the_events_of_a_heap_cover_what_happened(size, first, then, checked):
    heap = Buddies(size)
    run(heap, first)
    before, was, had = image(heap), free(heap), set(heap.taken)
    run(heap, then)
    shape = CHECKED if checked else SHAPE
    now = check_heap(read_heap(memory(image(heap)), shape, label))
    assert now.problems == ()
    events = heap_difference(2, memory(before), read_heap(memory(before), shape), HeapSnapshot(now), label)
    assert was - free(heap) <= bytes_of(events.taken) and free(heap) - was <= bytes_of(events.returned)
    if checked:
        assert {block.address for block in events.taken} >= set(heap.taken) - had
        assert {block.address for block in events.returned} >= had - set(heap.taken)
    else:
        assert bytes_of(events.taken) == was - free(heap)
        assert bytes_of(events.returned) == free(heap) - was
    assert bytes_of(events.split) <= was and bytes_of(events.merged) <= free(heap)
    assert not {(block.address, block.order) for block in events.split} & {
        (block.address, block.order) for block in events.merged
    }


@every
@given(some.integers(8, 300), CALLS)
def test_a_heap_does_not_differ_from_itself(size, calls):
    heap = Buddies(size)
    run(heap, calls)
    words = image(heap)
    now = read_heap(memory(words), CHECKED, label)
    events = heap_difference(2, memory(words), read_heap(memory(words), CHECKED), HeapSnapshot(now), label)
    assert not (events.changed + events.split + events.merged + events.taken + events.returned) and not events.grown


PIECES = some.one_of(
    some.text(max_size=10),
    some.sampled_from(
        "list heap --out --out= --count --memory --since --all --order --find --region --view --nonsense -- - \" ' \\ "
        "a.svg x.GIF 3 -1 99999999999 map".split(" ")
    ),
)


@every
@given(some.lists(PIECES, max_size=8).map(" ".join), some.booleans())
def test_a_command_line_is_understood_or_a_mistake(line, is_list):
    try:
        found = (LIST if is_list else HEAP).parse(line)
    except Mistake as mistake:
        assert str(mistake)
        return
    assert found.expression and found.expression in line
    assert found[COUNT] is None or found[COUNT] >= 1
    assert all(name in line for name in found[OUT])


@every
@given(some.text(max_size=40), some.integers(1, 30), some.integers(0, 300))
def test_texts_get_the_room_that_there_is(said, most, room):
    assert measure.cells(measure.shorten(said, most)) <= most
    lines = measure.wrap(said, room, 10.0)
    assert all(measure.cells(line) <= max(4, int(room / 5.8)) for line in lines)
    assert "".join("".join(lines).split()) == "".join(said.split())


@every
@given(some.integers(0, 4 * 4096 - 1), some.integers(1, 9000))
def test_reading_does_not_depend_on_where_pages_begin(start, size):
    data = bytes(at * 7 % 251 for at in range(7 * 4096))
    fetched = Memory(lambda address, count: data[address : address + count], [range(len(data))])
    assert fetched.read(start, size) == data[start : start + size]


@every
@given(permutations(), some.lists(NAMES, min_size=1, max_size=5))
def test_text_and_figure_are_made_of_any_names(made, names):
    found, shape, _ = made
    snapshot = walked(found, shape)
    head = replace(snapshot.chain.head, label=names[0])
    nodes = tuple(replace(word, label=names[at % len(names)]) for at, word in enumerate(snapshot.chain.nodes[:12]))
    snapshot = replace(snapshot, chain=replace(snapshot.chain, head=head, nodes=nodes))
    assert names[0] in list_text.show(snapshot)
    tables = re.findall(r"label=<(<TABLE.*</TABLE>)>", forms.dot(snapshot))
    drawn = {said for table in tables for said in xml.fromstring(table).itertext()}
    assert drawn >= {*names[1 : len(nodes)], names[0]}
