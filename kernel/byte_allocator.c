/* The byte allocator: the buddy heap does the work, and here it gets other names. */
#include "byte_allocator.h"

void byte_allocator_init(struct byte_allocator *allocator, usize start, usize size)
{
    buddy_heap_new(&allocator->heap, BUDDY_MAX_ORDER);
    buddy_heap_init(&allocator->heap, start, size);
}

void byte_allocator_add_memory(struct byte_allocator *allocator, usize start, usize size)
{
    buddy_heap_init(&allocator->heap, start, size);
}

struct byte_allocation byte_allocator_alloc(struct byte_allocator *allocator, usize size, usize align)
{
    void *pointer = buddy_heap_alloc(&allocator->heap, size, align);

    return (struct byte_allocation){
        .error = pointer == NULL ? NO_MEMORY : NO_ERROR,
        .pointer = pointer,
    };
}

void byte_allocator_dealloc(struct byte_allocator *allocator, void *pointer, usize size, usize align)
{
    buddy_heap_dealloc(&allocator->heap, pointer, size, align);
}

usize byte_allocator_total_bytes(const struct byte_allocator *allocator)
{
    return buddy_heap_total(&allocator->heap);
}

usize byte_allocator_used_bytes(const struct byte_allocator *allocator)
{
    return buddy_heap_allocated(&allocator->heap);
}

usize byte_allocator_available_bytes(const struct byte_allocator *allocator)
{
    return byte_allocator_total_bytes(allocator) - byte_allocator_used_bytes(allocator);
}
