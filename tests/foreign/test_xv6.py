"""xv6: free pages, the buffer cache, whose head is a whole buffer, and the ring of the user side's malloc."""

from foreign.kinds import Kind
from foreign.properties import check, test_damaged, test_random, test_sound  # noqa: F401

PROGRAM = "xv6.c"
KINDS = (
    Kind(
        "kmem",
        ways="kmem, &kmem, kmem_at, *kmem_at, kmem.freelist, &kmem.freelist",
        starts="*kmem.freelist",
        first="kmem.freelist",
        next="next",
    ),
    Kind(
        "bcache",
        ways="bcache.head, &bcache.head, bcache_at->head, &bcache_at->head",
        either="bhead_at, *bhead_at",
        first="bcache.head.next",
        next="next",
        prev="prev",
        home="&bcache.head",
        end="head",
        field="blockno",
        turns=True,
    ),
    Kind(
        "parents",
        ways="youngest, &youngest, youngest_at, *youngest_at",
        starts="*youngest",
        first="youngest",
        next="parent",
        field="pid",
        unasked=False,
    ),
    Kind(
        "umalloc",
        ways="base, &base",
        first="base.s.ptr",
        next="s.ptr",
        home="&base",
        end="head",
        field="s.size",
        also="--home &base",
    ),
    Kind(
        "umalloc-from-freep",
        ways="freep, *freep, &freep, freep_at, *freep_at",
        first="freep->s.ptr",
        next="s.ptr",
        home="freep",
        end="head",
        field="s.size",
        also="--home freep",
    ),
)


def test_a_ring_of_one_link_may_be_a_cycle_and_is_told_how_it_is_none(program):
    """Nothing tells K&R's ring from a list in which something was freed twice; --home does."""
    program.at(0)

    def judge(line, said):
        told = " ".join(problem["message"] for problem in said["problems"])
        return (
            "" if (said["end"], len(said["nodes"])) == ("cycle", 7) and "--home" in told else f"{said['end']}: {told}"
        )

    check(program.complaints(["show-list freep", "show-list freep --next s.ptr", "show-list freep --next ptr"], judge))
