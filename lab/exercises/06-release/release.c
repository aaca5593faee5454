/* Giving blocks back to a buddy heap, see release.h. */
#include "release.h"

/* The block with which this one, of 2^order bytes, makes a block of twice the size. */
static usize *buddy_of(usize *block, usize order)
{
    return (usize *)((usize)block ^ 1UL << order);
}

/* Takes a block out of a list. False when it is not on it. */
static bool take_out(struct linked_list *list, const usize *block)
{
    struct linked_list_cursor cursor = linked_list_cursor(list);

    while (cursor.curr != NULL && cursor.curr != block)
        linked_list_cursor_next(&cursor);
    if (cursor.curr == NULL)
        return false;
    linked_list_cursor_remove(&cursor);
    return true;
}

void release(struct buddy_heap *heap, usize *block, usize order)
{
    heap->user -= 1UL << order;
    heap->allocated -= 1UL << order;
    for (; order + 1 < heap->order; order++) {
        usize *buddy = buddy_of(block, order + 1);

        if (!take_out(&heap->free_list[order], buddy))
            break;
        if (buddy < block)
            block = buddy;
    }
    linked_list_push(&heap->free_list[order], block);
}
