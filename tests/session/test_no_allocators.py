"""What is no allocator gets one sentence: what it looks like, and why it is none."""

import pytest

from session.stranger import Stranger, compiled, words

NO_LINK = "would have 4 B, too few for the 8 bytes of its link"
# What is typed: what it looks like, and why it is none.
NONE = {
    "lruvec": ("lruvec", "5 lists of struct list_head", "list 0 would have 1 B, too few for the 16 bytes of a struct"),
    "base": ("base", "576 pointers to struct hlist_node", "list 575 would have blocks of 2 to the power of 575 bytes"),
    "table": ("table", "64 pointers to struct task", "would have 512 KiB, more than there is memory"),
    "table.buckets": ("table.buckets", "64 pointers to struct task", "would have 512 KiB, more than there is memory"),
    "bare": ("bare", "16 pointers to struct task", "list 0 would have 1 B, too few for the 32 bytes of a struct task"),
    "*tcache": ("*tcache", "64 lists of tcache_entry", "list 28 would have 256 MiB, more than there is memory"),
    "root": ("root", "12 lists of struct btree", "list 0 would have 1 B, too few for the 112 bytes of a struct btree"),
    "board": ("board", "8 pointers to struct device", "1 B, too few for the 72 bytes of a struct device"),
    "words": ("words", "6 pointers to const char", NO_LINK),
    "spoken": ("spoken", "6 pointers to const char", NO_LINK),
    "stack": ("stack", "32 lists", "more than there is memory"),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("none"), "no_allocators", "-O0")) as session:
        yield session


@pytest.mark.parametrize("typed", NONE)
def test_one_sentence_says_what_it_is(program, typed):
    name, looks, why = NONE[typed]
    text = words(program.shown(f"show-freelists {typed}"))
    assert text.startswith(f"{name} is no allocator: it looks like an array of {looks}, and ")
    said = text.partition("Wrote")[0].rstrip()
    assert why in said and said.endswith("; --order-size says how large blocks are, if it is one.") and ". " not in said
    data = program.document(f"show-freelists {typed}")
    assert [problem["kind"] for problem in data["problems"]] == ["no-heap"]
    assert (data["orders"], data["free_bytes"]) == ([], 0)


def test_what_has_room_for_its_nodes_is_told_by_their_distance(program):
    """Sizes that would do for each node alone: of most lists a block reaches over a node of another list."""
    clear = [f"set var bare[{at}] = 0" for at in (*range(6), *range(12, 16))]
    text = words(program.shown(*clear, "show-freelists bare"))
    assert "list 6 would have 64 B, and the next one lies 32 B behind it" in text


def test_who_says_the_sizes_is_believed(program):
    text = program.shown("show-freelists bare --order-size 32<<$order")
    assert "no allocator" not in text and "overlaps" in text


def test_lists_that_may_be_an_allocator_s_are_shown(program):
    """The same array with what an allocator could have on it: blocks as large as their lists say."""
    clear = [f"set var bare[{at}] = 0" for at in range(16)]
    text = program.shown(
        *clear, "set var bare[5] = &tasks[1]", "set var tasks[1].next = &tasks[3]", "show-freelists bare"
    )
    assert "blocks of up to 32 KiB" in text and "no allocator" not in text
