/* Making a block smaller, see shrink.h. */
#include "shrink.h"

/* The order of the blocks that serve so many bytes. */
static usize order_for(usize size)
{
    usize order = BUDDY_MIN_ORDER;

    while (1UL << order < size)
        order++;
    return order;
}

void shrink(struct buddy_heap *heap, usize *block, usize from, usize to)
{
    usize order = order_for(from);
    usize needed = order_for(to);

    while (order > needed) {
        usize upper = (usize)block + (1UL << (order - 1));

        linked_list_push(&heap->free_list[order - 1], (usize *)upper);
        order--;
    }
    heap->user -= from - to;
    heap->allocated -= from - to;
}
