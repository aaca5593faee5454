"""RT-Thread, NuttX, ThreadX: links of other names, heads among other things, rings without a head."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def rt_list(name, ways, at, container, field):
    """RT-Thread's rt_list_t."""
    return Kind(
        name,
        ways,
        first=f"{at}.next",
        next="next",
        prev="prev",
        home=f"&{at}",
        end="head",
        container=container,
        field=field,
    )


def ring(name, pointer, ways, what, **more):
    """ThreadX' ring of created objects, one of which a pointer names."""
    return Kind(
        name,
        ways,
        first=pointer,
        next=f"{what}_created_next",
        prev=f"{what}_created_previous",
        end="ring",
        turns=True,
        **more,
    )


PROGRAM = "embedded.c"
KINDS = (
    rt_list(
        "RT-Thread-ready",
        "rt_thread_priority_table[10], &rt_thread_priority_table[10], priority_at, *priority_at",
        "rt_thread_priority_table[10]",
        "rt_thread.tlist",
        "number",
    ),
    rt_list(
        "RT-Thread-objects",
        "_object_container[1].object_list, &_object_container[1].object_list, information_at->object_list, "
        "_object_container[1], &_object_container[1], information_at, *information_at",
        "_object_container[1].object_list",
        "rt_object.list",
        "flag",
    ),
    rt_list(
        "RT-Thread-semaphores",
        "_object_container[1].object_list, &_object_container[1].object_list",
        "_object_container[1].object_list",
        "rt_semaphore.parent.parent.list",
        "value",
    ),
    Kind(
        "NuttX-dq",
        ways="g_readytorun, &g_readytorun, readytorun_at, *readytorun_at, g_readytorun.head, &g_readytorun.head",
        starts="*g_readytorun.head",
        first="g_readytorun.head",
        next="flink",
        prev="blink",
        container="tcb_s.flink",
        field="pid",
    ),
    Kind(
        "NuttX-sq",
        ways="g_grouphead, &g_grouphead, groups_at, *groups_at, g_grouphead.head, &g_grouphead.head",
        starts="*g_grouphead.head",
        first="g_grouphead.head",
        next="flink",
        container="task_group_s.node",
        field="tg_pid",
    ),
    ring(
        "ThreadX-threads",
        "_tx_thread_created_ptr",
        "_tx_thread_created_ptr, &_tx_thread_created_ptr, threads_at, *threads_at",
        "tx_thread",
        either="*_tx_thread_created_ptr",
        field="tx_thread_priority",
        unasked=False,
    ),
    ring(
        "ThreadX-semaphores",
        "_tx_semaphore_created_ptr",
        "_tx_semaphore_created_ptr, &_tx_semaphore_created_ptr, semaphores_at, *semaphores_at",
        "tx_semaphore",
        either="*_tx_semaphore_created_ptr",
        field="tx_semaphore_count",
    ),
)
