/* The lock around a buddy heap: whatever asks it for something takes the lock first, and gives it back at the end. */
#include "locked_heap.h"

static void lock(struct locked_heap *heap)
{
    /* Whoever turns the 0 into a 1 has the lock. Acquire: what the last owner wrote is seen from here on. */
    while (atomic_exchange_explicit(&heap->locked, 1, memory_order_acquire) != 0)
        ;
}

static void unlock(struct locked_heap *heap)
{
    /* Release: all that was written under the lock is seen by the next owner. */
    atomic_store_explicit(&heap->locked, 0, memory_order_release);
}

void locked_heap_new(struct locked_heap *heap, usize order)
{
    atomic_init(&heap->locked, 0);
    buddy_heap_new(&heap->heap, order);
}

void locked_heap_add(struct locked_heap *heap, usize start, usize end)
{
    lock(heap);
    buddy_heap_add(&heap->heap, start, end);
    unlock(heap);
}

void locked_heap_init(struct locked_heap *heap, usize start, usize size)
{
    lock(heap);
    buddy_heap_init(&heap->heap, start, size);
    unlock(heap);
}

void *locked_heap_alloc(struct locked_heap *heap, usize size, usize align)
{
    void *pointer;

    lock(heap);
    pointer = buddy_heap_alloc(&heap->heap, size, align);
    unlock(heap);
    return pointer;
}

void *locked_heap_alloc_or_rescue(struct locked_heap *heap, usize size, usize align, locked_heap_rescue *rescue)
{
    void *pointer;

    lock(heap);
    pointer = buddy_heap_alloc(&heap->heap, size, align);
    if (pointer == NULL) {
        rescue(&heap->heap, size, align);
        pointer = buddy_heap_alloc(&heap->heap, size, align);
    }
    unlock(heap);
    return pointer;
}

void locked_heap_dealloc(struct locked_heap *heap, void *pointer, usize size, usize align)
{
    lock(heap);
    buddy_heap_dealloc(&heap->heap, pointer, size, align);
    unlock(heap);
}
