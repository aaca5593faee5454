/* Taking blocks from a buddy heap, see take.h. */
#include "take.h"

/* Cuts the first block of a list into halves, and puts both on the list below. */
static void halve(struct buddy_heap *heap, usize order)
{
    usize start = (usize)linked_list_pop(&heap->free_list[order]);
    usize size = 1UL << order;

    for (usize i = 0; i < 2; i++)
        linked_list_push(&heap->free_list[order - 1], (usize *)(start + i / 2 * size));
}

usize *take(struct buddy_heap *heap, usize order)
{
    usize from = order; /* the list that has a block */

    while (from < heap->order && linked_list_is_empty(&heap->free_list[from]))
        from++;
    if (from == heap->order)
        return NULL;
    for (; from > order; from--)
        halve(heap, from);
    heap->user += 1UL << order;
    heap->allocated += 1UL << order;
    return linked_list_pop(&heap->free_list[order]);
}
