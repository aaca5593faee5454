"""C++: std::list and std::forward_list, lists linked by smart pointers, by a base, and what courses write."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def std_list(name, ways, at):
    """A std::list; its head is a node without an element, inside it."""
    head = f"{at}._M_impl._M_node"
    return Kind(name, ways, first=f"{head}._M_next", next="_M_next", prev="_M_prev", home=f"&{head}", end="head")


PROGRAM = "stl.cc"
KINDS = (
    std_list("list-of-int", "numbers, &numbers, numbers_at, *numbers_at, numbers_by, &numbers_by", "numbers"),
    std_list("list-of-struct", "jobs, &jobs, jobs_at, *jobs_at", "jobs"),
    std_list(
        "list-in-a-class",
        "bureau.todo, &bureau.todo, bureau_at->todo, bureau, &bureau, bureau_at, *bureau_at, bureau_by",
        "bureau.todo",
    ),
    Kind(
        "forward_list",
        ways="chain, &chain, chain_at, *chain_at, chain_by, &chain_by, chain._M_impl._M_head._M_next",
        first="chain._M_impl._M_head._M_next",
        next="_M_next",
    ),
    Kind(
        "unique_ptr",
        ways="mine, &mine, mine_at, *mine_at, mine_by, &mine_by",
        starts="mine_raw, &mine_raw, *mine_raw",
        first="mine",
        node="owned",
        next="next",
        field="v",
    ),
    Kind(
        "unique_ptr-and-back",
        ways="pair, &pair, pair_at, *pair_at, pair_by, pair.first, &pair.first, pair_at->first",
        first="pair.first",
        node="both",
        next="next",
        prev="prev",
        field="v",
    ),
    Kind(
        "shared_ptr",
        ways="ours, &ours, ours_at, *ours_at, ours_by, &ours_by",
        starts="ours_raw, &ours_raw, *ours_raw",
        first="ours",
        node="shared",
        next="next",
        prev="prev",
        field="v",
    ),
    Kind(
        "hook-as-a-base",
        ways="wheel.slot, &wheel.slot, wheel_at->slot, wheel, &wheel, wheel_at, *wheel_at",
        first="wheel.slot.next",
        next="next",
        prev="prev",
        home="&wheel.slot",
        end="head",
    ),
    Kind(
        "template",
        ways="course, &course, course_at, *course_at, course_by, &course_by, course.head, &course.head",
        starts="*course.head",
        first="course.head",
        next="next",
        field="data",
    ),
    Kind(
        "ListNode",
        ways="answer, &answer, answer_at, *answer_at, answer_by, &answer_by",
        starts="*answer, *answer_by",
        first="answer",
        next="next",
        field="val",
    ),
)
