/* Checks a buddy heap from the outside; buddy_heap_check.h lists what must hold. */
#include "buddy_heap_check.h"
#include "buddy_ledger.h"

#define NO_FAULT ((struct buddy_heap_fault){.what = NULL})

static struct buddy_heap_fault fault(const char *what, usize order, const usize *block, usize expected, usize found)
{
    return (struct buddy_heap_fault){
        .what = what,
        .order = order,
        .block = block,
        .expected = expected,
        .found = found,
    };
}

/* One block by itself, before its link is read. */
static struct buddy_heap_fault check_block(const struct buddy_heap *heap, const usize *block, usize order)
{
    usize start = (usize)block;
    usize end = start + (1UL << order);
    const struct buddy_block *out;

    if (order < BUDDY_MIN_ORDER || order >= heap->order)
        return fault("this list must be empty", order, block, 0, start);
    if (start & ((1UL << order) - 1))
        return fault("a block must be a multiple of its size", order, block, start & -(1UL << order), start);
    if (end < start || !buddy_ledger_has(heap, start, end))
        return fault("a block must lie in memory that was added", order, block, heap->total, start);
    out = buddy_ledger_handed_out(heap, start, end);
    if (out != NULL)
        return fault("a free block must not be handed out as well", order, block, 0, (usize)out->address);
    return NO_FAULT;
}

/* A block and one that the walk saw before it, on a list of smaller blocks or on the same. */
static struct buddy_heap_fault check_pair(const struct buddy_heap *heap, const usize *block, usize order,
                                          const usize *other, usize other_order)
{
    usize start = (usize)block;
    usize other_start = (usize)other;
    usize size = 1UL << order;

    if (start == other_start)
        return fault("a block must be on one list, once", order, block, 0, other_order);
    if (start < other_start + (1UL << other_order) && other_start < start + size)
        return fault("two blocks must not overlap", order, block, 0, other_start);
    if (order == other_order && (start ^ other_start) == size && order + 1 < heap->order &&
        !buddy_ledger_added_apart(heap, start, other_start))
        return fault("two buddies must not both be free", order, block, 0, other_start);
    return NO_FAULT;
}

/* The block at this position of its list, and all that came before it. */
static struct buddy_heap_fault check_earlier(const struct buddy_heap *heap, const usize *block, usize order,
                                             usize position)
{
    for (usize k = BUDDY_MIN_ORDER; k <= order; k++) {
        const usize *other = heap->free_list[k].head;

        for (usize i = 0; k < order ? other != NULL : i < position; i++) {
            struct buddy_heap_fault found = check_pair(heap, block, order, other, k);

            if (found.what != NULL)
                return found;
            other = (const usize *)*other;
        }
    }
    return NO_FAULT;
}

struct buddy_heap_fault buddy_heap_check(const struct buddy_heap *heap)
{
    usize free = 0;

    if (heap->order <= BUDDY_MIN_ORDER || heap->order > BUDDY_MAX_ORDER)
        return fault("the heap must have 4 to 32 lists", 0, NULL, BUDDY_MAX_ORDER, heap->order);
    for (usize order = 0; order < BUDDY_MAX_ORDER; order++) {
        usize position = 0;

        /* A list that comes back to itself ends here too: its first block is then on it twice. */
        linked_list_for_each(block, &heap->free_list[order]) {
            struct buddy_heap_fault found = check_block(heap, block, order);

            if (found.what == NULL)
                found = check_earlier(heap, block, order, position);
            if (found.what != NULL)
                return found;
            free += 1UL << order;
            position++;
        }
    }
    if (free != heap->total - heap->allocated)
        return fault("the free blocks must add up to total - allocated", 0, NULL, heap->total - heap->allocated, free);
    if (heap->user > heap->allocated)
        return fault("no more can be asked for than is handed out", 0, NULL, heap->allocated, heap->user);
    return NO_FAULT;
}
