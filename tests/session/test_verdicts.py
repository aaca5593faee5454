"""What the numbers of a heap carry: verdicts that never contradict them, a name for each of many heaps, its memory."""

import pytest

from session.conftest import ROOT
from session.stranger import Stranger, compiled, found, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("many"), "many_heaps", "-O0")) as session:
        yield session


@pytest.mark.parametrize(
    "typed, label",
    [
        ("heaps[1]", "heaps[1]"),
        ("&heaps[1]", "heaps[1]"),
        ("current", "heaps[1]"),
        ("*current", "heaps[1]"),
        ("heaps[1].free_list", "heaps[1].free_list"),
        ("cpus[2].heap", "cpus[2].heap"),
        ("of_cpu", "cpus[2].heap"),
    ],
)
def test_the_title_names_the_heap(program, typed, label):
    text = program.shown(
        f"show-freelists {typed} --out -", f"show-freelists {typed}", f"show-freelists {typed} --out a.svg"
    )
    (data,) = found(text)
    assert data["heap"]["label"] == label and f"\n{label} at 0x" in text
    assert f">{label}<" in (program.folder / "a.svg").read_text()


@pytest.mark.parametrize(
    "region",
    [
        "memory",
        "&memory",
        "memory[0]@64",
        "memory,512",
        "&memory[0], sizeof(memory)",
        "(char *) memory, 0x200",
        "*&memory",
    ],
)
def test_the_memory_is_a_variable_a_slice_or_a_start_and_a_size(program, region):
    (data,) = found(program.shown(f"show-freelists heaps[1] --region '{region}' --out -"))
    (part,) = data["regions"]
    assert int(part["end"], 16) - int(part["start"], 16) == 512 and data["problems"] == []
    assert part["start"] == data["orders"][8]["chain"]["nodes"][0]["address"]


def test_a_part_of_the_memory(program):
    for region in ("slice", "memory[0]@32", "memory,256"):
        (data,) = found(program.shown(f"show-freelists of_cpu --region '{region}' --out -"))
        assert [problem["kind"] for problem in data["problems"]] == ["out-of-region"], region


@pytest.mark.parametrize(
    "region, told",
    [
        ("5", "5 is not in memory; --region expects a variable such as an array, a slice, or START,SIZE."),
        ("memory,0", "0 is no number of bytes; --region expects"),
        ("memory,slice", "slice is of type struct slice; --region expects"),
        ("nosuch,8", 'No symbol "nosuch"'),
    ],
)
def test_what_is_no_memory_gets_a_sentence(program, region, told):
    assert told in words(program.shown(f"show-freelists heaps[1] --region '{region}'"))


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours")
    sources = [ROOT / "kernel" / name for name in ("buddy_heap.c", "linked_list.c")]
    with Stranger(compiled(folder, "heap_faults", "-O0", "-I", ROOT / "kernel", *sources)) as session:
        session.begin = lambda: ("break state", "run </dev/null")
        yield session


@pytest.mark.parametrize(
    "harm, said",
    [
        ("heap.total = -64", "total is -64, below zero; expected the bytes that were added."),
        ("heap.order = -1", "order is -1, but free_list has 32 lists; expected 32 at most."),
        ("heap.order = 99", "order is 99, but free_list has 32 lists; expected 32 at most."),
        ("heap.user = -8", "user is -8: more was given back than asked for."),
        ("heap.allocated = 8, heap.user = 9", "user is 9, but allocated is 8; expected at most that."),
    ],
)
def test_counters_that_cannot_be_true(ours, harm, said):
    text = words(ours.shown(f"set var {harm}", "show-freelists heap --region memory"))
    assert said in text and "verified" not in text and "1844674407370955" not in text


def test_erased_memory_is_no_heap(ours):
    erase = "python gdb.selected_inferior().write_memory(int(gdb.parse_and_eval('(long) &heap')), b'\\xff' * 288)"
    text = words(ours.shown(erase, "show-freelists heap", "show-freelists heap --out -", changes=True))
    said = text.partition("Wrote")[0]
    assert said.startswith("heap is not a heap: ") and said.count(". ") <= 1 and "verified" not in text
