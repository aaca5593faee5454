/* Giving blocks back to a buddy heap, see join.h. */
#include "join.h"

/* The order of the blocks that serve so many bytes. */
static usize order_for(usize size)
{
    usize order = BUDDY_MIN_ORDER;

    while (1UL << order < size)
        order++;
    return order;
}

/* The word that points at a block, NULL when the block is not on the list. */
static usize *link_to(struct linked_list *list, const usize *block)
{
    usize *link = (usize *)&list->head;
    usize *node = list->head;

    while (node != NULL && *node != 0) {
        if (node == block)
            return link;
        link = node;
        node = (usize *)*node;
    }
    return NULL;
}

void give_back(struct buddy_heap *heap, usize *block, usize size)
{
    usize order = order_for(size);

    heap->user -= size;
    heap->allocated -= 1UL << order;
    while (order + 1 < heap->order) {
        usize *buddy = (usize *)((usize)block ^ 1UL << order);
        usize *link = link_to(&heap->free_list[order], buddy);

        if (link == NULL)
            break;
        *link = *buddy; /* takes the buddy out */
        block = block < buddy ? block : buddy;
        order++;
    }
    linked_list_push(&heap->free_list[order], block);
}
