"""FreeRTOS: lists whose end marker is shorter than an item, and the free blocks of heap_4."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def items(name, ways, at, item):
    """A List_t, which ends at its own xListEnd."""
    return Kind(
        name,
        ways,
        first=f"{at}.xListEnd.pxNext",
        next="pxNext",
        prev="pxPrevious",
        home=f"&{at}.xListEnd",
        end="head",
        container=f"TCB_t.{item}",
        field="uxTCBNumber",
    )


PROGRAM = "freertos.c"
KINDS = (
    items(
        "ready",
        "pxReadyTasksLists[2], &pxReadyTasksLists[2], pxReadyTasksLists[2].xListEnd, &pxReadyTasksLists[2].xListEnd",
        "pxReadyTasksLists[2]",
        "xStateListItem",
    ),
    items(
        "delayed",
        "pxDelayedTaskList, *pxDelayedTaskList, xDelayedTaskList1, &xDelayedTaskList1, pxDelayedTaskList->xListEnd",
        "xDelayedTaskList1",
        "xStateListItem",
    ),
    items(
        "waiting",
        "queue.xTasksWaitingToReceive, &queue.xTasksWaitingToReceive, xQueue->xTasksWaitingToReceive",
        "queue.xTasksWaitingToReceive",
        "xEventListItem",
    ),
    Kind(
        "heap_4",
        ways="xStart.pxNextFreeBlock, &xStart.pxNextFreeBlock",
        first="xStart.pxNextFreeBlock",
        next="pxNextFreeBlock",
        home="pxEnd",
        end="head",
        field="xBlockSize",
        also="--home pxEnd",
    ),
    Kind(
        "heap_4-with-its-marker",
        ways="xStart.pxNextFreeBlock, &xStart.pxNextFreeBlock",
        starts="*xStart.pxNextFreeBlock",
        first="xStart.pxNextFreeBlock",
        next="pxNextFreeBlock",
        field="xBlockSize",
    ),
)
