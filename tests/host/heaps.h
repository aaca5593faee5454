/* What tests of buddy heaps share: comparing free lists, checking invariants, random numbers that can be repeated. */
#pragma once

#include "buddy_heap.h"
#include "buddy_heap_check.h"
#include "test.h"

#include <stdlib.h>

/* Checks that free_list[order] holds exactly these blocks, front to back. Never goes on for longer than that. */
static inline void expect_blocks(const struct buddy_heap *heap, usize order, usize count, usize *const blocks[])
{
    usize seen = 0;

    linked_list_for_each(block, &heap->free_list[order]) {
        if (seen == count) {
            printf("list %lu should end after %lu blocks, but goes on with %p\n", order, count, (void *)block);
            test_is_ok = false;
            return;
        }
        EXPECT_SAME(blocks[seen], block);
        seen++;
    }
    EXPECT_SAME(count, seen);
}

#define EXPECT_BLOCKS(heap, order, ...) \
    expect_blocks(heap, order, sizeof((usize *[]){__VA_ARGS__}) / sizeof(usize *), (usize *[]){__VA_ARGS__})
#define EXPECT_NO_BLOCKS(heap, order) expect_blocks(heap, order, 0, NULL)

static inline void expect_sound(const struct buddy_heap *heap, const char *file, int line)
{
    struct buddy_heap_fault fault = buddy_heap_check(heap);

    if (fault.what != NULL) {
        printf("%s:%d: %s: list %lu, block %p: expected 0x%lx, found 0x%lx\n", file, line, fault.what, fault.order,
               (void *)fault.block, fault.expected, fault.found);
        test_is_ok = false;
    }
}

#define EXPECT_SOUND(heap) expect_sound(heap, __FILE__, __LINE__)

static inline void expect_statistics(const struct buddy_heap *heap, usize user, usize allocated, usize total)
{
    EXPECT_SAME(user, buddy_heap_user(heap));
    EXPECT_SAME(allocated, buddy_heap_allocated(heap));
    EXPECT_SAME(total, buddy_heap_total(heap));
}

/* xorshift64: quick, and the same everywhere. The state must not be 0. */
static inline usize random_next(usize *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The seed from the command line, or always the same one: chance belongs in `make fuzz`. */
static inline usize random_seed(int argc, char **argv)
{
    usize seed = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;

    if (seed == 0)
        seed = 1;
    printf("seed %lu\n", seed);
    return seed;
}
