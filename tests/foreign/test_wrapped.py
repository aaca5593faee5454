"""HelenOS and Windows: a head in a wrapper, Flink and Blink, three rings through each module."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def helenos(name, ways, at, container):
    """HelenOS' list_t, a struct around its link."""
    return Kind(
        name,
        ways,
        first=f"{at}.head.next",
        next="next",
        prev="prev",
        home=f"&{at}.head",
        end="head",
        container=container,
        field="tid",
    )


def windows(name, ways, at, container, field):
    """A LIST_ENTRY."""
    return Kind(
        name,
        ways,
        first=f"{at}.Flink",
        next="Flink",
        prev="Blink",
        home=f"&{at}",
        end="head",
        container=container,
        field=field,
        turns=True,
    )


PROGRAM = "wrapped.c"
KINDS = (
    helenos("HelenOS-all", "all, &all, all_at, *all_at, all.head, &all.head", "all", "thread_t.wq_link"),
    helenos(
        "HelenOS-runq",
        "rqs[1], &rqs[1], rq_at, *rq_at, rqs[1].rq, &rqs[1].rq, rq_at->rq.head",
        "rqs[1].rq",
        "thread_t.rq_link",
    ),
    windows(
        "Windows-processes",
        "PsActiveProcessHead, &PsActiveProcessHead, active_at, *active_at",
        "PsActiveProcessHead",
        "EPROCESS.ActiveProcessLinks",
        "Number",
    ),
    *(
        windows(
            f"Windows-{order}",
            f"PebLdr.In{order}ModuleList, &PebLdr.In{order}ModuleList, Ldr->In{order}ModuleList",
            f"PebLdr.In{order}ModuleList",
            f"LDR_DATA_TABLE_ENTRY.In{order}Links",
            "SizeOfImage",
        )
        for order in ("LoadOrder", "MemoryOrder", "InitializationOrder")
    ),
    Kind(
        "Windows-single",
        ways="Pool.Next, &Pool.Next, pool_at->Next",
        starts="*Pool.Next",
        first="Pool.Next",
        next="Next",
        container="EPROCESS.Lookaside",
        field="Number",
    ),
)
