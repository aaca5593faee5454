/* The buddy heap with other names: a failure is NO_MEMORY, and the statistics are bytes used and available. */
#pragma once

#include "buddy_heap.h"
#include "types.h"

struct byte_allocator {
    struct buddy_heap heap;
};

enum byte_allocator_error {
    NO_ERROR,
    NO_MEMORY, /* no block is large enough, though all of them together may be */
};

/* What a request yields. */
struct byte_allocation {
    enum byte_allocator_error error;
    void *pointer; /* NULL when there is an error */
};

/* A new allocator with all 32 lists, of the memory [start, start + size); more of it. */
void byte_allocator_init(struct byte_allocator *allocator, usize start, usize size);
void byte_allocator_add_memory(struct byte_allocator *allocator, usize start, usize size);

struct byte_allocation byte_allocator_alloc(struct byte_allocator *allocator, usize size, usize align);
void byte_allocator_dealloc(struct byte_allocator *allocator, void *pointer, usize size, usize align);

/* All that was added; what is handed out of it, rounded up to blocks; and the difference. */
usize byte_allocator_total_bytes(const struct byte_allocator *allocator);
usize byte_allocator_used_bytes(const struct byte_allocator *allocator);
usize byte_allocator_available_bytes(const struct byte_allocator *allocator);
