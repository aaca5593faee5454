"""Linux' zones: of three kernels, which find struct pages in three ways, with 64 and with 32 bits."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from chosen import tool
from session.conftest import ROOT
from session.stranger import PROGRAMS, Bare, Stranger, compiled, machine, words

NUMA, FLAT = "node_data[0]->node_zones[0]", "contig_page_data.node_zones[0]"
KERNELS = {
    "6.12": (NUMA, {"KERNEL": 612, "MODEL": "EXTREME", "CPUS": 4}),
    "6.1": (NUMA, {"KERNEL": 601, "MODEL": "SPARSE", "CPUS": 4}),
    "5.15": (FLAT, {"KERNEL": 515, "MODEL": "FLATMEM", "CPUS": 1}),
}
RV32 = "-march=rv32imac -mabi=ilp32 -ffreestanding -nostdlib -static -no-pie -Wl,--build-id=none -T kernel/kernel.ld"
# The lists as GDB alone walks them: order, kind, and where the blocks are. A struct page begins with a word of flags.
PLAIN = """python
import json
def plain():
    word, start, size = (int(gdb.parse_and_eval(each)) for each in ("sizeof(long)", "&map", "sizeof(struct page)"))
    areas = gdb.parse_and_eval("zone_at->free_area")
    for order in range(11):
        for kind in range(areas[order]["free_list"].type.range()[1] + 1):
            head, blocks = areas[order]["free_list"][kind].address, []
            node = head["next"]
            while node != head:
                blocks.append(hex(0x80000000 + (int(node) - word - start) // size * 4096))
                node = node["next"]
            yield order, kind, blocks
print("plain", json.dumps(list(plain())))
end"""
ISOLATE = 4  # which of 6.12's kinds
ALONE = 3  # the one that has no blocks


class Small(Bare):
    """The same on a machine of 32 bits."""

    def begin(self):
        return machine(self._line[-1], 32), "break ready", "continue"


def session(folder, name, bits, pages=4096):
    """A stranger at a kernel of KERNELS."""
    flags = [f"-D{flag}={value}" for flag, value in {**KERNELS[name][1], "PAGES": pages}.items()]
    if bits == 64:
        return Stranger(compiled(folder, "zone", *flags))
    out, source = folder / "zone32", PROGRAMS / "zone.c"
    subprocess.run([f"{tool('TOOLPREFIX')}gcc", "-g", *RV32.split(), *flags, "-o", out, source], check=True, cwd=ROOT)
    return Small(out, folder)


@pytest.fixture(scope="module", params=[(name, bits) for name in KERNELS for bits in (64, 32)], ids=str)
def kernel(request, tmp_path_factory):
    """A session, how its zone is written, and how many bits it has."""
    name, bits = request.param
    with session(tmp_path_factory.mktemp("zone"), name, bits) as opened:
        yield opened, KERNELS[name][0], bits


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """The one that is Debian's, with 64 bits."""
    with session(tmp_path_factory.mktemp("zone"), "6.12", 64) as opened:
        yield opened


def at(page):
    """The address of a page by its number in the zone."""
    return f"{0x80000000 + page * 4096:#x}"


def told(data):
    """What a document says as PLAIN does."""
    kinds = [each["type"] for each in data["orders"] if each["order"] == 0]
    return [
        [each["order"], kinds.index(each["type"]), [node["block"] for node in each["chain"]["nodes"]]]
        for each in data["orders"]
    ]


def wrong(data):
    return {problem["kind"]: problem["message"] for problem in data["problems"]}


def on(order, kind, *pages):
    """What to type to put pages, by number, on a list, where the zone counts them."""
    yield f"set $list = &zone_at->free_area[{order}].free_list[{kind}]"
    for page in pages:
        yield f"set $entry = &map[{page}].buddy_list"
        yield from ("set var $entry->next = $list->next", "set var $entry->prev = $list")
        yield from ("set var $list->next->prev = $entry", "set var $list->next = $entry")
    yield f"set var zone_at->free_area[{order}].nr_free += {len(pages)}"
    if kind != ISOLATE:
        yield f"set var zone_at->vm_stat[0].counter += {len(pages) << order}"


def document(opened, *commands):
    """What is shown of the zone once these were typed."""
    opened.shown(*commands, f"show-freelists {NUMA} --out a.json")
    return json.loads((opened.folder / "a.json").read_text())


def said(opened, *commands, options=""):
    """The same as words; without a figure, which would take most of the time."""
    return words(opened.shown(*commands, f"show-freelists {NUMA} {options} --out a.txt"))


@pytest.fixture(scope="module")
def taken(debian):
    """The number of the first of four pages of which none is free, nor a buddy of the four."""
    free = set()
    for each in debian.document(f"show-freelists {NUMA}")["orders"]:
        for node in each["chain"]["nodes"]:
            start = (int(node["block"], 16) - 0x80000000) // 4096
            free.update(range(start, start + (1 << each["order"])))
    return next(page for page in range(0, 4096, 8) if not free & set(range(page, page + 8)))


def test_a_sound_zone_is_read_as_plain_gdb_reads_it(kernel):
    opened, zone, _ = kernel
    data = opened.document(f"show-freelists {zone}")
    assert told(data) == json.loads(re.search(r"plain (\[.*)$", opened.shown(PLAIN), re.MULTILINE).group(1))
    assert (data["problems"], data["heap"]["label"]) == ([], zone)
    own, counts = data["zone"], [0] * 11
    for each in data["orders"]:
        counts[each["order"]] += len(each["chain"]["nodes"])
    assert data["regions"] == [{"start": "0x80000000", "end": "0x81000000"}]
    assert (own["name"], own["start"], own["spanned"], own["page"]) == ("DMA32", "0x80000000", 4096, 4096)
    assert own["nr_free"] == counts and sum(counts) > 300
    isolated = sum(len(blocks) << order for order, kind, blocks in told(data) if kind == len(told(data)) // 11 - 1)
    assert own["free"] + sum(own["held_back"]) == data["free_bytes"] // 4096 - isolated


def test_the_text_of_a_sound_zone(kernel):
    opened, zone, _ = kernel
    text = opened.shown(f"show-freelists {zone}")
    assert f"{zone} at 0x" in text and "zone DMA32 of 4096 pages of 4 KiB from 0x80000000 to 0x81000000" in words(text)
    assert re.search(r"^order +size +blocks +nr_free  [A-Z ]*MOVABLE", text, re.MULTILINE)
    assert re.search(r" of 4032 managed pages, in \d+ blocks, the largest of \d+ [KM]iB\.", words(text))
    held = "+5" if zone == FLAT else "-2"
    assert "nr_free of all orders says the same, and so does vm_stat[NR_FREE_PAGES], " in words(text)
    assert f"with the {held} that the processors hold back (verified)." in words(text)
    assert "On the processors' own lists: 520 pages, neither handed out nor counted here." in words(text)


def test_an_entry_that_was_removed(kernel):
    opened, zone, bits = kernel
    poison = "0xdead000000000100" if bits == 64 else "0x100"
    data = opened.document(f"show-freelists {zone}")
    each = next(each for each in data["orders"] if len(each["chain"]["nodes"]) > 3)
    node = each["chain"]["nodes"][1]["address"]
    spoil = f"set var ((struct list_head *) {node})->next = (void *) {poison}"
    text = words(opened.shown(spoil, f"show-freelists {zone} --out a.txt"))
    assert f"List {each['order']} of {each['type']} is damaged. Node 1 at {node} holds {poison}" in text
    assert "Linux writes this into an entry that was removed from its list: LIST_POISON1" in text
    assert "The zone is damaged." in text and "verified" not in text


def test_a_page_on_two_lists(debian):
    each = next(each for each in document(debian)["orders"] if len(each["chain"]["nodes"]) == 1)
    node, block = each["chain"]["nodes"][0]["address"], each["chain"]["nodes"][0]["block"]
    found = said(debian, f"set var zone_at->free_area[5].free_list[{ALONE}].next = (void *) {node}")
    other = "list 5 of MIGRATE_HIGHATOMIC"
    told = re.search(f"{block} is on two lists: (list .*?) and (list .*?); expected it on one.", found)
    assert sorted(told.groups()) == sorted([f"list {each['order']} of {each['type']}", other])


def test_a_block_that_is_not_aligned(debian, taken):
    said = f"{at(taken + 1)} is on list 1 of MIGRATE_HIGHATOMIC, but not at a multiple of its size, 8192."
    assert wrong(document(debian, *on(1, ALONE, taken + 1))) == {"misaligned-block": said}


def test_buddies_that_should_have_merged(debian, taken):
    both = f"{at(taken)} and its buddy {at(taken + 1)} are both free on list 0 of MIGRATE_HIGHATOMIC"
    data = document(debian, *on(0, ALONE, taken, taken + 1))
    assert wrong(data) == {"unmerged": f"{both}; expected one block of 8192 bytes."}


@pytest.mark.parametrize("other, merges", [(1, True), (ALONE, False), (ISOLATE, False)])
def test_buddies_of_two_kinds(debian, taken, other, merges):
    """Those that can be moved, or reclaimed, or not, are made one block with one another; the others are not."""
    found = wrong(document(debian, *on(0, 0, taken), *on(0, other, taken + 1)))
    lists = "list 0 of MIGRATE_UNMOVABLE and list 0 of MIGRATE_MOVABLE"
    both = f"{at(taken)} and its buddy {at(taken + 1)} are both free on {lists}; expected one block of 8192 bytes."
    assert found == ({"unmerged": both} if merges else {})


@pytest.mark.parametrize(
    "commands, kind, sentence",
    [
        (["set var zone_at->free_area[3].nr_free += 2"], "counters", r"nr_free of order 3 is \d+, but its lists have"),
        (
            ["set var zone_at->vm_stat[0].counter += 500"],
            "counters",
            r"vm_stat\[NR_FREE_PAGES\] is \d+, with what the processors hold back \d+, but the lists have \d+ pages; "
            "they can hold back 24 at most.",
        ),
        (
            ["set var zone_at->managed_pages.counter = 9"],
            "counters",
            r"have \d+ pages, but managed_pages is 9; expected",
        ),
        (
            ["set var zone_at->present_pages = 4097"],
            "zone",
            "present_pages is 4097, but spanned_pages is 4096; expected",
        ),
        (
            ["set var zone_at->spanned_pages = 2048"],
            "out-of-region",
            r"is on list \d+ of \w+, but not in the heap's memory",
        ),
        (
            ["set var zone_at->zone_start_pfn = -1"],
            "zone",
            "zone_start_pfn is 0xffffffffffffffff and spanned_pages 0x1000",
        ),
        (
            [f"set var zone_at->free_area[9].free_list[{ALONE}].next = (void *) &map[4].private"],
            "no-page",
            r"The entry at 0x\w+ is on list 9 of MIGRATE_HIGHATOMIC, but in no struct page; expected one 8 bytes into",
        ),
        (
            [f"set var zone_at->free_area[9].free_list[{ALONE}].next = (void *) 16"],
            "unreadable",
            r"List 9 of MIGRATE_HIGHATOMIC is damaged. .*free_area\[9\].free_list\[3\] holds 0x10, where memory cannot",
        ),
        (
            [f"set var zone_at->free_area[9].free_list[{ALONE}].prev = 0"],
            "back-link",
            r"List 9 of MIGRATE_HIGHATOMIC is damaged. .* points back at 0x0; expected",
        ),
    ],
)
def test_damage(debian, commands, kind, sentence):
    assert re.search(sentence, wrong(document(debian, *commands))[kind])
    found = said(debian, *commands)
    assert re.search(sentence, found) and "The zone is damaged." in found and "verified" not in found


def test_what_the_processors_may_hold_back_is_no_damage(debian):
    found = said(debian, "set var zone_at->vm_stat[0].counter -= 10")
    assert "that the processors hold back, is 10 less, no damage as long as it is 24 at most." in found
    assert "verified" not in found and "is damaged" not in found
    found = said(debian, "set var percpu[2].stat.vm_stat_diff[0] += 2", "set var zone_at->vm_stat[0].counter += 5")
    assert "is 7 more, no damage as long as it is 24 at most." in found
    assert " and vm_stat[NR_FREE_PAGES] say the same (verified)." in said(
        debian, "set var percpu[2].stat.vm_stat_diff[0] = -5", "set var zone_at->vm_stat[0].counter -= 2"
    )


def test_a_zone_without_memory(debian):
    last = debian.shown(f"show-freelists {NUMA[:-2]}1]").split("\nWrote")[0]
    assert "zone Normal has no memory on this machine: its present_pages is 0." in words(last)
    assert "no memory</text>" in (debian.folder / "freelists.svg").read_text()


@pytest.mark.parametrize(
    "expression, way",
    [
        ("node_data[0]", "node_data[0].node_zones[0]"),
        ("node_data", "node_data[0].node_zones[0]"),
        ("node_data[0]->node_zones", "node_data[0]->node_zones[0]"),
        ("node", "node.node_zones[0]"),
    ],
)
def test_several_zones(debian, expression, way):
    shown = words(debian.shown(f"show-freelists {expression}"))
    assert f"{expression} has 4 zones; show-freelists {way} shows the first of them." in shown
    assert "DMA32" in debian.shown(f"show-freelists {way}")


@pytest.mark.parametrize(
    "command, sentence",
    [
        (
            "set var sections[0][18].section_mem_map = 0x1003",
            "each has a memory map of its own (SPARSEMEM without VMEMMAP)",
        ),
        ("set var sections[0][16].section_mem_map &= ~2", "none has a memory map"),
    ],
)
def test_where_the_kernel_does_not_tell_where_blocks_lie(debian, command, sentence):
    more = "set var __highest_present_section_nr = 18"
    map = re.search("0x[0-9a-f]+", debian.shown("p &map"))[0]
    block = f"--block 0x80000000 + ($node - {map}) / 64 * 4096"
    found = said(debian, command, more)
    assert f"Of the sections in mem_section {sentence}; --block EXPR says where the block of $node lies." in found
    debian.shown(command, more, f"show-freelists {NUMA} {block} --out a.json", "p $node")
    data = json.loads((debian.folder / "a.json").read_text())
    assert (data["problems"], told(data)) == ([], told(document(debian)))


def test_mistakes(debian):
    assert f"{NUMA} is a zone of Linux, which knows its memory" in said(debian, options="--region map")
    assert "GDB cannot evaluate $node + nosuch: No symbol" in said(debian, options="--block $node + nosuch")
    assert f"{NUMA} has no list 11; expected 0 to 10." in said(debian, options="--order 11")


def test_find(debian, taken):
    each = next(each for each in document(debian)["orders"] if each["order"] == 3 and each["chain"]["nodes"])
    node, start = (int(each["chain"]["nodes"][0][key], 16) for key in ("address", "block"))
    free = (
        f"{start:#x}, 32 KiB of order 3, {each['type']}, free; its buddy is {start ^ 32768:#x}, which differs in bit 15"
    )
    lies = f"lies in {free}, and is not free as a block of 32 KiB; its 8 pages: "
    assert said(debian, options=f"--find {start + 5}").startswith(f"{start + 5:#x} {lies}")
    struct = f"{node + 8:#x} is in the struct page of {start:#x}. {start:#x} {lies}"
    assert said(debian, options=f"--find {node + 8}").startswith(struct)
    out = f"is not in a free block of {NUMA}: it was handed out, or was never given to it."
    assert f"{at(taken)} {out}" in said(debian, options=f"--find {at(taken)}")
    for page, cpu in ((3072, 0), (3075, 0), (3584, 0), (4095, 0), (3083, 2)):
        own = f"{at(page)} is on a list of processor {cpu}: it was given back, but not yet to {NUMA}."
        assert own in said(debian, options=f"--find {at(page)}")
    found = said(debian, *on(2, 1, 3076), options=f"--find {at(3076)}")
    buddy = f"its buddy is {at(3072)}, which differs in bit 14, and is not free as a block of 16 KiB"
    assert f"{buddy}; its 4 pages: 4 on the processors' lists." in found
    assert f"0x1000 is not in the memory of {NUMA}." in said(debian, options="--find 0x1000")


def test_the_manual_s_examples_of_zones(debian):
    examples = re.findall(
        r"^  (show-freelists node_data.*?)(?:  .*)?$", debian.shown("help show-freelists"), re.MULTILINE
    )
    assert len(examples) == 3
    for example in examples:
        assert "Wrote freelists.svg" in debian.shown(example)


def test_an_order_alone_and_all(debian):
    text = debian.shown(f"show-freelists {NUMA} --order 3")
    assert re.search("^    3  32 KiB ", text, re.MULTILINE) and not re.search("^    2 ", text, re.MULTILINE)
    text = debian.shown(f"show-freelists {NUMA} --all")
    assert re.search("nr_free  UNMOVABLE  MOVABLE  RECLAIMABLE  HIGHATOMIC  ISOLATE$", text, re.MULTILINE)
    assert "Empty:" not in text and "Without blocks:" not in text


def test_figures_of_a_zone(debian):
    names = ("a.svg", "map.svg", "tree.svg")
    for name, view in zip(names, ("chains", "map", "tree")):
        debian.shown(f"show-freelists {NUMA} --view {view} --out {name}")
    chains, map, tree = ((debian.folder / name).read_text() for name in names)
    assert ">MOVABLE</text>" in chains and ">free_list[1]</text>" in chains and ">0x8" in chains
    assert re.search(r">\d+ MOVABLE</text>", map) and ", free, MIGRATE_MOVABLE" in map
    assert ">520 pages</text>" in map and ">processors' own</text>" in map
    assert ">bit 12 · 4 KiB</text>" in tree


def test_a_hundred_thousand_blocks(tmp_path):
    """The program counts what it puts on the lists."""
    with session(tmp_path, "6.12", 64, 786432) as opened:
        text = opened.shown("p -elements unlimited -- counted", f"show-freelists {NUMA} --all --out a.txt")
    told = re.search(r"= \{blocks = \{(.*)\}, all = (\d+), pages = (\d+), isolated = (\d+)\}", text)
    rows = [list(map(int, row.split(", "))) for row in re.findall(r"\{([^{}]*)\}", told[1])]
    shown = re.findall(r"^ +(\d+) +\d+ [KM]iB +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$", text, re.MULTILINE)
    assert [list(map(int, row)) for row in shown] == [[at, sum(row), sum(row), *row] for at, row in enumerate(rows)]
    blocks, pages, isolated = map(int, told.groups()[1:])
    assert blocks > 100_000 and f"free {pages} of 774144 managed pages, in {blocks} blocks, the largest" in words(text)
    assert f"Of these {isolated} pages are isolated;" in text and "hold back (verified)." in words(text)
