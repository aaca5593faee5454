/* The buddy heap that buddy_heap.h draws. In a checked build buddy_ledger.h keeps the books; here it says nothing. */
#include "buddy_heap.h"
#include "buddy_ledger.h"
#include "panic.h"

#define WORD sizeof(usize)

void buddy_heap_new(struct buddy_heap *heap, usize order)
{
    if (order <= BUDDY_MIN_ORDER || order > BUDDY_MAX_ORDER)
        panic("a heap needs an order from %d to %d, found %lu", BUDDY_MIN_ORDER + 1, BUDDY_MAX_ORDER, order);
    buddy_ledger_forget(heap);
    heap->order = order;
    for (usize i = 0; i < BUDDY_MAX_ORDER; i++)
        heap->free_list[i] = linked_list_new();
    heap->user = 0;
    heap->allocated = 0;
    heap->total = 0;
}

/* The order of the largest block that can start at start: a multiple of its size, and not reaching past end. */
static usize order_of_largest(const struct buddy_heap *heap, usize start, usize end)
{
    usize order = BUDDY_MIN_ORDER;

    for (; order + 1 < heap->order; order++) {
        usize size = 1UL << (order + 1);

        if (start % size != 0 || size > end - start)
            break;
    }
    return order;
}

void buddy_heap_add(struct buddy_heap *heap, usize start, usize end)
{
    usize first = (start + WORD - 1) & -WORD; /* up to a whole word, which ends at 0 past the last address */
    usize last = end & -WORD;                 /* down to one */

    if (first < start || first > last)
        panic("add of [0x%lx, 0x%lx): expected a start before the end, in whole words; found 0x%lx and 0x%lx", start,
              end, first, last);
    if (first == 0 && last > 0)
        panic("add of [0x%lx, 0x%lx): expected no block at address 0, which is NULL; found one", start, end);
    buddy_ledger_add(heap, first, last);
    while (first < last) {
        usize order = order_of_largest(heap, first, last);

        linked_list_push(&heap->free_list[order], (usize *)first);
        first += 1UL << order;
        heap->total += 1UL << order;
    }
}

void buddy_heap_init(struct buddy_heap *heap, usize start, usize size)
{
    buddy_heap_add(heap, start, start + size);
}

/*
 * The order of the blocks that serve such a request; heap->order when even the largest are too small. Counting up
 * cannot overflow, as the next power of two of a huge size does.
 */
static usize order_of_request(const struct buddy_heap *heap, usize size, usize align)
{
    usize order = BUDDY_MIN_ORDER;

    while (order < heap->order && ((1UL << order) < size || (1UL << order) < align))
        order++;
    return order;
}

/* Cuts the first block of a list in two. The lower half ends up in front of the upper one. */
static void buddy_heap_split(struct buddy_heap *heap, usize order)
{
    usize *block = linked_list_pop(&heap->free_list[order]);
    usize half = 1UL << (order - 1);

    linked_list_push(&heap->free_list[order - 1], (usize *)((usize)block + half));
    linked_list_push(&heap->free_list[order - 1], block);
}

void *buddy_heap_alloc(struct buddy_heap *heap, usize size, usize align)
{
    usize order = order_of_request(heap, size, align);
    usize from = order; /* the list that has a block for us */
    usize *block;

    while (from < heap->order && linked_list_is_empty(&heap->free_list[from]))
        from++;
    if (from >= heap->order)
        return NULL;
    for (; from > order; from--)
        buddy_heap_split(heap, from);
    block = linked_list_pop(&heap->free_list[order]);
    heap->user += size;
    heap->allocated += 1UL << order;
    buddy_ledger_alloc(heap, block, size, align, order);
    return block;
}

/* The place of the buddy in the list, past its end when the buddy is not free. Giving back costs one walk per list. */
static struct linked_list_cursor find_buddy(struct buddy_heap *heap, usize *block, usize order)
{
    usize *buddy = (usize *)((usize)block ^ 1UL << order);
    struct linked_list_cursor cursor = linked_list_cursor(&heap->free_list[order]);

    while (cursor.curr != NULL && cursor.curr != buddy)
        linked_list_cursor_next(&cursor);
    return cursor;
}

/* Makes one block of the first one of a list and its buddy, at the cursor, and puts it on the next list. */
static usize *buddy_heap_merge(struct buddy_heap *heap, usize order, struct linked_list_cursor *cursor)
{
    usize *buddy = linked_list_cursor_remove(cursor);
    usize *block = linked_list_pop(&heap->free_list[order]);
    usize *lower = block < buddy ? block : buddy;

    linked_list_push(&heap->free_list[order + 1], lower);
    return lower;
}

void buddy_heap_dealloc(struct buddy_heap *heap, void *pointer, usize size, usize align)
{
    usize order = order_of_request(heap, size, align);
    usize *block = pointer;

    buddy_ledger_dealloc(heap, block, size, align);
    if (order == heap->order)
        panic("dealloc of %p: expected at most the %lu bytes of the largest block, found %lu", pointer,
              1UL << (order - 1), size > align ? size : align);
    linked_list_push(&heap->free_list[order], block);
    /* Counted before the merges, so that whenever one begins the lists hold total - allocated bytes. */
    heap->user -= size;
    heap->allocated -= 1UL << order;
    for (; order + 1 < heap->order; order++) {
        struct linked_list_cursor cursor = find_buddy(heap, block, order);

        if (cursor.curr == NULL)
            break;
        block = buddy_heap_merge(heap, order, &cursor);
    }
}

usize buddy_heap_user(const struct buddy_heap *heap)
{
    return heap->user;
}

usize buddy_heap_allocated(const struct buddy_heap *heap)
{
    return heap->allocated;
}

usize buddy_heap_total(const struct buddy_heap *heap)
{
    return heap->total;
}
