/* Whether a lesson's heap is sound, checked while it runs. */
#pragma once

#include "buddy_heap_check.h"
#include "panic.h"

/* Panics at the line of the check at the first invariant that does not hold; takes a heap's address. */
#define CHECK_HEAP(heap) check_heap(heap, __FILE__, __LINE__)

/* A function, so that `info locals` in a lesson does not list the fault. */
static inline void check_heap(const struct buddy_heap *heap, const char *file, int line)
{
    struct buddy_heap_fault fault = buddy_heap_check(heap);

    if (fault.what != NULL)
        panic_at(file, line, "%s: list %lu, block %p: expected 0x%lx, found 0x%lx", fault.what, fault.order,
                 (void *)fault.block, fault.expected, fault.found);
}
