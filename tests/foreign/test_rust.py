"""Rust: its LinkedList, lists linked by Box, NonNull, Rc, references and raw pointers, lists behind spin's lock."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401

NODE = "alloc::collections::linked_list::Node"


def std_list(name, ways, at, node, field="element"):
    """A std::collections::LinkedList, which ends in None both ways."""
    return Kind(name, ways, first=f"{at}.head", node=f"{NODE}<{node}>", next="next", prev="prev", field=field)


PROGRAM = "rust.rs"
FRAME = "up"  # from ready() to main()
KINDS = (
    std_list("LinkedList", "numbers, &numbers, numbers_by, *numbers_by", "numbers", "i32"),
    std_list("LinkedList-of-structs", "jobs, &jobs", "jobs", "rust::Job", "element.id"),
    std_list("LinkedList-in-a-Box", "jobs_in, *jobs_in", "jobs_in", "i32"),
    std_list("LinkedList-in-a-Mutex", "QUEUE, &QUEUE, QUEUE.inner.data.value", "QUEUE.inner.data.value", "i32"),
    Kind(
        "Box",
        ways="stack, &stack, stack_by, *stack_by, stack.head, &stack.head, stack_by.head",
        first="stack.head",
        node="rust::Boxed",
        next="next",
        field="v",
    ),
    Kind(
        "Box-without-a-struct",
        ways="bare, &bare, bare_by, *bare_by",
        first="bare",
        node="rust::Boxed",
        next="next",
        field="v",
    ),
    Kind(
        "Box-in-a-Mutex",
        ways="STACK, &STACK, STACK.inner.data.value.head",
        first="STACK.inner.data.value.head",
        node="rust::Boxed",
        next="next",
        field="v",
    ),
    Kind(
        "NonNull",
        ways="deque, &deque, deque_by, *deque_by, deque.head, &deque.head",
        first="deque.head",
        node="rust::Node",
        next="next",
        prev="prev",
        field="v",
    ),
    Kind(
        "Rc",
        ways="shared, &shared, shared_by, *shared_by",
        first="shared",
        node="|".join(f"alloc::rc::{name}<core::cell::RefCell<rust::Shared>>" for name in ("RcBox", "RcInner")),
        deep="value.value.value.",
        next="next",
        prev="prev",
        field="v",
        within=True,
    ),
    Kind(
        "raw",
        ways="raw, &raw, raw_at, *raw_at",
        starts="*raw",
        first="raw",
        next="next",
        field="size",
    ),
    Kind(
        "references",
        ways="blocks, &blocks, blocks_by, *blocks_by",
        first="blocks",
        node="rust::Block",
        next="next",
        field="size",
    ),
    Kind(
        "words-in-a-Mutex",
        ways="HEAP.0.inner.data.value.free_list[2], &HEAP.0.inner.data.value.free_list[2], "
        "HEAP.0.inner.data.value.free_list[2].head",
        first="HEAP.0.inner.data.value.free_list[2].head",
        node="usize",
        next="",
    ),
)


def test_a_heap_behind_the_real_lock(program):
    """Five structs deep, as LockedHeap<32> is with the crate."""
    program.at(0)
    walked = program.walked(next(kind for kind in KINDS if kind.first.startswith("HEAP.")))
    for expression in (
        "HEAP",
        "&HEAP",
        "HEAP.0",
        "RESCUED",
        "&RESCUED",
        "RESCUED.inner",
        "LAZY",
        "&LAZY",
        "ONCE",
        "&ONCE",
    ):
        data = program.document(f"show-freelists {expression}")
        nodes = [[int(node["address"], 16) for node in each["chain"]["nodes"]] for each in data["orders"]]
        assert nodes == [[], [], [node["address"] for node in walked["nodes"]], []]


def test_sets_are_no_lists(program):
    said = " ".join(program.shown("show-freelists frames").split())
    told = "frames is no allocator with free lists: free_list is an array of 2 BTreeSet<usize"
    assert told in said and "which are no lists; expected a struct with an array of lists" in said
