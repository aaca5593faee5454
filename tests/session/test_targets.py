"""show-list on what GDB can debug: machines with paging, of 32 bits, of either byte order, processes, core files."""

import re

import pytest

from session.conftest import ROOT
from session.stranger import LOAD, SV39, compiled, found, machine, typed
from session.stub import Stub, chain


def paging(folder, *commands, more=""):
    """The kernel with paging, stopped when its lists are built."""
    return typed(folder, machine(SV39, more=more), "break *step_1", "continue", LOAD, *commands, "kill", program=SV39)


def test_a_list_in_the_high_half_is_walked(tmp_path):
    # [sound] -> 3 -> 2 -> 1 -> 0 -> null, all of them at 0xffffffc0…
    shown = paging(tmp_path, *(f"show-list {each} --out -" for each in ("sound", "high", "low")))
    for data in found(shown):
        assert (data["end"], data["length"], data["problems"]) == ("null", 4, [])
        assert data["nodes"][1]["address"].startswith("0xffffffc00")
    assert found(shown)[1]["head"]["address"].startswith("0xffffffc00")
    # An address that would be a device's without paging is RAM's here.
    assert int(found(shown)[2]["nodes"][0]["address"], 16) < 0x10000000


@pytest.mark.parametrize(
    "name, end, last", [("to_uart", "not-ram", 0xFFFFFFC050000000), ("to_nothing", "unreadable", 0xFFFFFFC080000000)]
)
def test_under_paging_devices_and_holes_are_told_apart_and_not_read(tmp_path, name, end, last):
    log = tmp_path / "packets"
    shown = paging(tmp_path, f"show-list {name} --out -")
    data = found(shown)[0]
    assert (data["end"], data["length"], data["nodes"][-1]["next"]) == (end, 4, hex(last))
    assert [problem["kind"] for problem in data["problems"]] == [end]
    commands = [f"set remotelogfile {log}", machine(SV39), "break *step_1", "continue", LOAD, f"show-list {name}"]
    typed(tmp_path, *commands, "show-list *(struct linked_list *) 0xffffffc050000000", "kill", program=SV39)
    read = [int(address, 16) for address in re.findall(r"\$[mx]([0-9a-f]+),", log.read_text())]
    assert [hex(at) for at in read if 0xFFFFFFC000000000 <= at < 0xFFFFFFC040000000]
    assert not [hex(at) for at in read if at >= 0xFFFFFFC040000000 or 0x10000 <= at < 0x80000000]


def test_page_tables_are_those_of_the_processor_that_one_looks_at(tmp_path):
    # The second hart has paging off, and the user has turned QEMU's monitor to it.
    list_of = "show-list sound --out -"
    shown = paging(tmp_path, "monitor cpu 1", list_of, "thread 2", list_of, "monitor info cpus", more="-smp 2")
    first, second = found(shown)
    assert (first["end"], second["end"]) == ("null", "not-ram")
    assert "* CPU #1" in shown


def monitored(log):
    """What QEMU's monitor was asked, word by word."""
    return [bytes.fromhex(text).decode().split() for text in re.findall(r"\$qRcmd,([0-9a-f]+)", log.read_text())]


def test_without_paging_no_page_is_translated(tmp_path):
    log = tmp_path / "packets"
    image = ROOT / "build" / "01-intrusive-list.elf"
    start = [f"set remotelogfile {log}", machine(image), "break *step_6", "continue"]
    typed(tmp_path, *start, LOAD, "show-list list", program=image)
    assert [asked[0] for asked in monitored(log)] == ["info", "pmemsave"]


PAGES = ROOT / "build" / "tests" / "pages.elf"


def test_a_run_of_pages_is_one_question(tmp_path):
    # 1000 pages in order, in two tables, and 100 the other way round; the image itself is a run as well.
    log = tmp_path / "packets"
    start = [f"set remotelogfile {log}", machine(PAGES), "break *step_1", "continue", LOAD]
    shown = typed(tmp_path, *start, "show-list list --out -", "kill", program=PAGES)
    data = found(shown)[0]
    assert (data["end"], data["length"], data["problems"]) == ("null", 1100, [])
    asked = [words[0] for words in monitored(log)]
    assert asked.count("gva2gpa") == 3 + 100
    lone = [at for at, size in re.findall(r"\$m([0-9a-f]+),([0-9a-f]+)", log.read_text()) if int(at, 16) >> 38]
    # The first words of the first block, those in the part of a block at the end of the run, and the hundred.
    assert asked.count("pmemsave") < 30 and len(lone) == 3 + 1000 % 64 + 100


def test_a_qemu_that_runs_elsewhere_is_asked_for_one_copy(tmp_path):
    # It does not find the folder; then each page is asked about, and read as before.
    log = tmp_path / "packets"
    elsewhere = (
        "python import buddylab.target.fetch as f; real = f.Exchange._open; "
        "f.Exchange._open = lambda self: (real(self), setattr(self, '_path', '/nowhere/ram'))"
    )
    start = [f"set remotelogfile {log}", machine(PAGES), "break *step_1", "continue", LOAD, elsewhere]
    data = found(typed(tmp_path, *start, "show-list list --out -", "kill", program=PAGES))[0]
    assert (data["end"], data["length"], data["problems"]) == ("null", 1100, [])
    asked = [words[0] for words in monitored(log)]
    assert asked.count("pmemsave") == 1 and asked.count("gva2gpa") == 1100 + 1
    sizes = {size for at, size in re.findall(r"\$m([0-9a-f]+),([0-9a-f]+)", log.read_text()) if int(at, 16) >> 38}
    assert sizes == {"8"}


@pytest.mark.parametrize("list, end, page", [("to_uart", "not-ram", 1100), ("to_nothing", "unreadable", 1101)])
def test_where_a_run_ends_a_device_begins(tmp_path, list, end, page):
    # Copied for the pages before it, which were all read; the device was not.
    log = tmp_path / "packets"
    start = [f"set remotelogfile {log}", machine(PAGES), "break *step_1", "continue", LOAD]
    data = found(typed(tmp_path, *start, "show-list list", f"show-list {list} --out -", "kill", program=PAGES))[0]
    assert (data["end"], data["length"]) == (end, 0) and data["head"]["value"] == hex(0xFFFFFFC000000000 + page * 4096)
    read = [int(address, 16) for address in re.findall(r"\$[mx]([0-9a-f]+),", log.read_text())]
    assert not [hex(at) for at in read if 0xFFFFFFC000000000 + 1100 * 4096 <= at < 0xFFFFFFC000000000 + 1102 * 4096]
    copied = [(int(words[1], 16), int(words[2], 16)) for words in monitored(log) if words[0] == "pmemsave"]
    assert copied and all(0x80000000 <= at and at + size <= 0x88000000 for at, size in copied)


RV32 = ROOT / "build" / "tests" / "rv32.elf"


def test_a_machine_of_32_bits(tmp_path):
    shown = typed(
        tmp_path,
        machine(RV32, 32),
        "break idle",
        "continue",
        LOAD,
        "echo HERE\\n",
        "show-list list",
        "echo THERE\\n",
        "x/8wx values",
        "echo END\\n",
        "show-list list --out -",
        "show-list crooked --out -",
        "show-list to_uart --out -",
        "kill",
        program=RV32,
    )
    ours, theirs = (
        re.search(f"^{a}\n(.*?)^{b}\n", shown, re.M | re.S).group(1) for a, b in (("HERE", "THERE"), ("THERE", "END"))
    )
    dump = [line.split("  ")[0] for line in ours.splitlines() if line.startswith("0x") and "<values" in line]
    assert dump == theirs.splitlines() and len(dump) == 2
    assert dump[0].startswith("0x802") and len(dump[0].split("\t")) == 5  # four words a line
    assert [data["end"] for data in found(shown)] == ["null", "misaligned", "not-ram"]
    assert found(shown)[0]["length"] == 8


OF_32_BITS = [
    ("tasklist --container task.list --field pid --field comm", "tasks", "head", {"pid": "103", "comm": '"d"'}),
    ("&tasks[1].list --container task.list --home tasklist", "tasks", "head", {}),
    ("queues[1] --field v", "events", "null", {"v": "3"}),
    ("queues[1] --prev prev", "events", "null", {}),
    ("ut_head --prev prev", "uts", "null", {}),
    ("wide_head --field big --field low", "wides", "null", {"big": "-3", "low": "3"}),
    ("wide_head --field of->comm", "wides", "null", {"of->comm": '"d"'}),
    ("wides[0] --offset 8", "wides", "null", {}),
    ("entries[1] --link '$link ^ ($node >> 12)'", "mangled", "null", {}),
    ("flags --next next_and_flags --link '$link & ~3' --field v", "flagged", "null", {"v": "3"}),
    ("first_slot --link '&slots[$link]' --end -1 --field v", "slots", "mark", {"v": "3"}),
]


def test_lists_of_32_bits(tmp_path):
    lines = [f"show-list {line} --out -" for line, *_ in OF_32_BITS]
    damage = ["set var uts[2].prev = &uts[0]", "set var tasks[1].list.next = 0"]
    broken = ["show-list ut_head --out -", "show-list tasklist --out -", "show-list wide_head --label of->comm --out -"]
    start = [machine(RV32, 32), "break idle", "continue", LOAD]
    shown = typed(tmp_path, *start, *lines, *damage, *broken, "kill", program=RV32)
    *sound, back, cut, labels = found(shown)
    for (line, name, end, fields), data in zip(OF_32_BITS, sound):
        nodes = [node["label"].partition(".")[0] for node in data["nodes"]]
        assert (nodes, data["end"], data["problems"]) == ([f"{name}[{at}]" for at in range(4)], end, []), line
        assert data["nodes"][-1].get("fields", {}) == fields, line
    assert len(sound) == len(OF_32_BITS)
    assert [(data["length"], [each["kind"] for each in data["problems"]]) for data in (back, cut)] == [
        (4, ["back-link"]),
        (2, ["null"]),
    ]
    assert [node["label"] for node in labels["nodes"]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "architecture, endian, word", [("s390:64-bit", "big", ">Q"), ("arm", "big", ">I"), ("arm", "little", "<I")]
)
def test_either_byte_order(tmp_path, architecture, endian, word):
    # [0x10000] -> 0x11000 -> 0x12000 -> null
    target = Stub(chain([0x10000, 0x11000, 0x12000], word))
    first = [f"set architecture {architecture}", f"set endian {endian}", f"target remote {target.path}", LOAD]
    data = found(typed(tmp_path, *first, "show-list *(long **) 0x10000 --out -", "detach"))[0]
    assert [node["address"] for node in data["nodes"]] == ["0x11000", "0x12000"]
    assert data["end"] == "null"


def test_of_an_unknown_target_everything_may_be_read(tmp_path):
    # The second page ends before a page of ours does: what is there is read all the same.
    memory = chain([0x10000, 0x11000, 0x12000], ">Q")
    memory[0x11000] = memory[0x11000][:64]
    target = Stub(memory)
    first = ["set architecture s390:64-bit", "set endian big", f"target remote {target.path}", LOAD]
    lists = [f"show-list *(long **) {head} --out -" for head in ("0x10000", "0x11040")]
    shown = typed(tmp_path, *first, *lists, "detach")
    assert [data["end"] for data in found(shown)] == ["null", "unreadable"]


STATES = [("sound", "null", 3), ("ring", "cycle", 3), ("heap", "null", 3), ("to_nothing", "unreadable", 3)]


def test_a_process_and_its_core_file(tmp_path):
    program = compiled(tmp_path, "own")
    lists = [f"show-list {name} --out -" for name, _, _ in STATES + [("to_closed", "", 3), ("to_constants", "null", 4)]]
    shown = typed(tmp_path, "break ready", "run", LOAD, *lists, "gcore own.core", "kill", program=program)
    live = [(data["end"], data["length"]) for data in found(shown)]
    assert live == [(end, length) for _, end, length in STATES] + [("unreadable", 3), ("null", 4)]
    shown = typed(tmp_path, "core-file own.core", LOAD, *lists, program=program)
    dead = [(data["end"], data["length"]) for data in found(shown)]
    # The core file holds what the process itself could not read.
    assert dead == live[:4] + [("null", 4), ("null", 4)]


def test_what_a_process_has_mapped_of_a_device_is_not_read(tmp_path):
    lines = [
        "      0x400000       0x401000     0x1000        0x0  r-xp   /own program",
        "      0x500000       0x502000     0x2000        0x0  rw-s   /dev/uio0",
        "      0x600000       0x601000     0x1000        0x0  rw-s   /dev/shm/ours",
        "      0x700000       0x701000     0x1000        0x0  ---p   ",
        "      0x800000       0x801000     0x1000        0x0  rw-p   ",
        "      0x900000       0x901000     0x1000        0x0 ",
    ]
    python = f"python from buddylab.target import ram; print(*ram.mappings({chr(10).join(lines)!r}), sep='\\n')"
    readable, memory = typed(tmp_path, LOAD, python).splitlines()[-2:]
    assert readable == str(
        [range(n, n + 0x1000 * (1 + (n == 0x500000))) for n in (0x400000, 0x500000, 0x600000, 0x800000, 0x900000)]
    )
    assert memory == str([range(n, n + 0x1000) for n in (0x400000, 0x600000, 0x800000, 0x900000)])
