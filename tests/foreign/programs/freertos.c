/* FreeRTOS' lists and heap_4's free blocks, in types of the same members. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>

typedef uint32_t TickType_t;
typedef unsigned long UBaseType_t;
#define portMAX_DELAY        (TickType_t)0xffffffffUL
#define configMAX_PRIORITIES 5

struct xLIST;
struct xLIST_ITEM {
    TickType_t xItemValue;
    struct xLIST_ITEM *pxNext;
    struct xLIST_ITEM *pxPrevious;
    void *pvOwner;
    struct xLIST *pxContainer;
};
typedef struct xLIST_ITEM ListItem_t;
struct xMINI_LIST_ITEM {
    TickType_t xItemValue;
    struct xLIST_ITEM *pxNext;
    struct xLIST_ITEM *pxPrevious;
};
typedef struct xMINI_LIST_ITEM MiniListItem_t;
typedef struct xLIST {
    volatile UBaseType_t uxNumberOfItems;
    ListItem_t *pxIndex;
    MiniListItem_t xListEnd;
} List_t;

typedef struct tskTaskControlBlock {
    volatile uint32_t *pxTopOfStack;
    ListItem_t xStateListItem;
    ListItem_t xEventListItem;
    UBaseType_t uxPriority;
    uint32_t *pxStack;
    char pcTaskName[16];
    UBaseType_t uxTCBNumber;
} TCB_t;
static List_t pxReadyTasksLists[configMAX_PRIORITIES];
static List_t xDelayedTaskList1, xDelayedTaskList2;
static List_t *volatile pxDelayedTaskList, *volatile pxOverflowDelayedTaskList;
typedef struct QueueDefinition {
    int8_t *pcHead, *pcWriteTo;
    List_t xTasksWaitingToSend;
    List_t xTasksWaitingToReceive;
    volatile UBaseType_t uxMessagesWaiting;
} Queue_t;
typedef Queue_t *QueueHandle_t;
Queue_t queue;
QueueHandle_t xQueue = &queue;

static void vListInitialise(List_t *const pxList)
{
    pxList->pxIndex = (ListItem_t *)&pxList->xListEnd;
    pxList->xListEnd.xItemValue = portMAX_DELAY;
    pxList->xListEnd.pxNext = (ListItem_t *)&pxList->xListEnd;
    pxList->xListEnd.pxPrevious = (ListItem_t *)&pxList->xListEnd;
    pxList->uxNumberOfItems = 0;
}
/* By value, and behind those of the same value. */
static void vListInsert(List_t *const pxList, ListItem_t *const pxNew)
{
    ListItem_t *pxAt = (ListItem_t *)&pxList->xListEnd;
    while (pxAt->pxNext->xItemValue <= pxNew->xItemValue)
        pxAt = pxAt->pxNext;
    pxNew->pxNext = pxAt->pxNext;
    pxNew->pxNext->pxPrevious = pxNew;
    pxNew->pxPrevious = pxAt;
    pxAt->pxNext = pxNew;
    pxNew->pxContainer = pxList;
    pxList->uxNumberOfItems++;
}

typedef struct A_BLOCK_LINK {
    struct A_BLOCK_LINK *pxNextFreeBlock;
    size_t xBlockSize;
} BlockLink_t;
static uint8_t ucHeap[4096] __attribute__((aligned(16)));
static BlockLink_t xStart, *pxEnd;
static size_t xFreeBytesRemaining;

void ready(void)
{
}

int main(int argc, char **argv)
{
    static TCB_t tasks[MOST];
    BlockLink_t *last = &xStart;
    int n;

    seed(argc, argv);
    for (int i = 0; i < MOST; i++) {
        tasks[i].xStateListItem.pvOwner = tasks[i].xEventListItem.pvOwner = &tasks[i];
        tasks[i].uxTCBNumber = i;
    }
    for (int i = 0; i < configMAX_PRIORITIES; i++)
        vListInitialise(&pxReadyTasksLists[i]);
    vListInitialise(&xDelayedTaskList1);
    vListInitialise(&xDelayedTaskList2);
    vListInitialise(&queue.xTasksWaitingToSend);
    vListInitialise(&queue.xTasksWaitingToReceive);
    pxDelayedTaskList = &xDelayedTaskList1;
    pxOverflowDelayedTaskList = &xDelayedTaskList2;

    /* A task has one state item: some are ready, the others are delayed. */
    n = drawn();
    for (int i = 0; i < n; i++)
        vListInsert(&pxReadyTasksLists[2], &tasks[order[i]].xStateListItem);
    if (n)
        pxReadyTasksLists[2].pxIndex = pxReadyTasksLists[2].xListEnd.pxNext;
    {
        static TCB_t delayed[MOST];
        n = drawn();
        for (int i = 0; i < n; i++) {
            delayed[order[i]].xStateListItem.xItemValue = 100 * order[i];
            delayed[order[i]].xStateListItem.pvOwner = &delayed[order[i]];
            delayed[order[i]].uxTCBNumber = 20 + i;
            vListInsert(pxDelayedTaskList, &delayed[order[i]].xStateListItem);
        }
    }
    n = drawn();
    for (int i = 0; i < n; i++) {
        tasks[order[i]].xEventListItem.xItemValue = configMAX_PRIORITIES - i % 3;
        vListInsert(&queue.xTasksWaitingToReceive, &tasks[order[i]].xEventListItem);
    }

    pxEnd = (BlockLink_t *)(ucHeap + sizeof ucHeap - sizeof(BlockLink_t));
    n = drawn();
    for (int i = 0; i < n; i++) {
        BlockLink_t *block = (BlockLink_t *)(ucHeap + 256 * i);
        block->xBlockSize = 64 + 16 * order[i];
        xFreeBytesRemaining += block->xBlockSize;
        last->pxNextFreeBlock = block;
        last = block;
    }
    last->pxNextFreeBlock = pxEnd;
    ready();
    return 0;
}
