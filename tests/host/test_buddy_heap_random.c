/*
 * A million random calls: after each one the heap is checked, and compared with a heap built without a ledger that
 * serves the same calls from memory of its own. `test_buddy_heap_random SEED [CALLS]` makes another run.
 */
#include "heaps.h"
#include "panics.h"
#include "unchecked.h"

#include <stdalign.h>
#include <stdint.h>

#define BYTES  1024
#define ROUNDS 500 /* each with a heap of another size and order */

/* Both multiples of 4096, so that offsets into them are aligned alike. */
static alignas(4096) uint8_t memory[BYTES];
static alignas(4096) uint8_t unchecked_memory[BYTES];

static struct buddy_heap heap;
static struct buddy_heap unchecked_heap;
static usize state; /* of the random numbers */

static struct request {
    uint8_t *pointer;
    usize size;
    usize align;
} requests[BYTES / sizeof(usize)]; /* what is handed out */
static usize request_count;

static usize below(usize limit)
{
    return random_next(&state) % limit;
}

static void add(usize start, usize end)
{
    buddy_heap_add(&heap, (usize)memory + start, (usize)memory + end);
    unchecked_add(&unchecked_heap, (usize)unchecked_memory + start, (usize)unchecked_memory + end);
}

/* One region, or two that touch, or two with a gap; their bounds anywhere in a word. */
static void new_heaps(void)
{
    usize order = 4 + below(9);
    usize start = below(100);
    usize middle = 200 + below(300);

    buddy_heap_new(&heap, order);
    unchecked_new(&unchecked_heap, order);
    request_count = 0;
    add(start, middle);
    if (below(2) == 0)
        add(below(2) == 0 ? (middle & -8UL) : middle + below(100), BYTES - below(300));
}

/* The same offsets in the same order, and the same counts. */
static void expect_same_heaps(void)
{
    for (usize k = 0; k < BUDDY_MAX_ORDER; k++) {
        const usize *block = heap.free_list[k].head;
        const usize *twin = unchecked_heap.free_list[k].head;

        while (block != NULL && twin != NULL) {
            EXPECT_SAME((usize)block - (usize)memory, (usize)twin - (usize)unchecked_memory);
            block = (const usize *)*block;
            twin = (const usize *)*twin;
        }
        EXPECT_SAME(NULL, block);
        EXPECT_SAME(NULL, twin);
    }
    EXPECT_SAME(heap.user, unchecked_heap.user);
    EXPECT_SAME(heap.allocated, unchecked_heap.allocated);
    EXPECT_SAME(heap.total, unchecked_heap.total);
}

/* Mostly small; now and then too large, or so large that rounding up would overflow. */
static usize random_size(void)
{
    switch (below(16)) {
    case 0:
        return below(2 * BYTES);
    case 1:
        return ~0UL - below(16);
    default:
        return below(1UL << below(8));
    }
}

static void random_alloc(void)
{
    struct request request = {.size = random_size(), .align = 1UL << below(6)};
    uint8_t *twin;

    request.pointer = buddy_heap_alloc(&heap, request.size, request.align);
    twin = unchecked_alloc(&unchecked_heap, request.size, request.align);
    if (request.pointer == NULL) {
        EXPECT_SAME(NULL, twin);
        return;
    }
    EXPECT_SAME(request.pointer - memory, twin - unchecked_memory);
    EXPECT_SAME(0, (usize)request.pointer % request.align);
    /* The caller may write to all of it; a link overwritten by this shows in the next check. */
    memset(request.pointer, 0xa5, request.size);
    memset(twin, 0xa5, request.size);
    requests[request_count++] = request;
}

static void random_dealloc(void)
{
    usize index = below(request_count);
    struct request request = requests[index];

    requests[index] = requests[--request_count];
    buddy_heap_dealloc(&heap, request.pointer, request.size, request.align);
    unchecked_dealloc(&unchecked_heap, unchecked_memory + (request.pointer - memory), request.size, request.align);
}

static usize calls = 1000000;

static void random_calls_keep_the_heap_sound(void)
{
    for (usize call = 0; call < calls && test_is_ok; call++) {
        if (call % (calls / ROUNDS + 1) == 0)
            new_heaps();
        /* It fills up and runs empty in turn. */
        else if (request_count == 0 || below(16) < (call / 64 % 2 == 0 ? 10 : 6))
            random_alloc();
        else
            random_dealloc();
        EXPECT_SOUND(&heap);
        expect_same_heaps();
        if (!test_is_ok)
            printf("after %lu calls\n", call + 1);
    }
}

static void everything_given_back_is_free(void)
{
    while (request_count > 0)
        random_dealloc();
    EXPECT_SOUND(&heap);
    expect_same_heaps();
    expect_statistics(&heap, 0, 0, heap.total);
}

int main(int argc, char **argv)
{
    state = random_seed(argc, argv);
    if (argc > 2)
        calls = strtoul(argv[2], NULL, 0);

    TEST(random_calls_keep_the_heap_sound);
    TEST(everything_given_back_is_free);
    return test_summary();
}
