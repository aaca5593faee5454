"""Zephyr: sys_dlist, whose links lie in unnamed unions, sys_slist, and the chain of all threads."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def dlist(name, ways, at, container, field):
    """A sys_dlist_t, which is of the type of its nodes and comes home to itself."""
    return Kind(
        name,
        ways,
        first=f"{at}.head",
        next="next",
        prev="prev",
        home=f"&{at}",
        end="head",
        container=container,
        field=field,
    )


PROGRAM = "zephyr.c"
KINDS = (
    dlist(
        "runq",
        "_kernel.ready_q.runq, &_kernel.ready_q.runq, kernel_at->ready_q.runq",
        "_kernel.ready_q.runq",
        "k_thread.base.qnode_dlist",
        "id",
    ),
    dlist(
        "wait_q",
        "sem.wait_q, &sem.wait_q, sem.wait_q.waitq, &sem.wait_q.waitq, sem, &sem, sem_at, *sem_at",
        "sem.wait_q.waitq",
        "k_thread.base.qnode_dlist",
        "id",
    ),
    dlist(
        "timeouts",
        "timeout_list, &timeout_list, timeouts_at, *timeouts_at",
        "timeout_list",
        "_timeout.node",
        "dticks",
    ),
    Kind(
        "slist",
        ways="work_q.pending, &work_q.pending, work_q.pending.head, &work_q.pending.head, work_q, &work_q, *work_q_at",
        starts="*work_q.pending.head",
        first="work_q.pending.head",
        next="next",
        container="k_work.node",
        field="flags",
    ),
    Kind(
        "threads",
        ways="_kernel.threads, &_kernel.threads, kernel_at->threads",
        starts="*_kernel.threads",
        first="_kernel.threads",
        next="next_thread",
        field="id",
    ),
)
