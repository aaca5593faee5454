/* What the heap costs beside the host's malloc, and what a release costs when its list is long. Plain build. */
#include "buddy_heap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MEMORY (64UL << 20)
#define CALLS  1000000
#define SLOTS  1000
#define RUNS   5 /* the best counts */

static struct buddy_heap heap;
static usize *memory; /* a multiple of MEMORY */
static bool with_malloc;

_Noreturn void panic_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    exit(2);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void new_heap(void)
{
    buddy_heap_new(&heap, 32);
    buddy_heap_init(&heap, (usize)memory, MEMORY);
}

static void *get(usize size)
{
    return with_malloc ? malloc(size) : buddy_heap_alloc(&heap, size, 8);
}

static void put(void *pointer, usize size)
{
    if (with_malloc)
        free(pointer);
    else
        buddy_heap_dealloc(&heap, pointer, size, 8);
}

struct cost {
    double alloc; /* nanoseconds a call */
    double dealloc;
};

/*
 * Rounds that fill some empty slots, then empty some full ones: the calls of one kind come in batches, so that the
 * clock is read rarely. The same for both allocators.
 */
static struct cost trace(void)
{
    static struct {
        void *pointer;
        usize size;
    } slots[SLOTS];
    static usize chosen[SLOTS];
    usize state = 88172645463325252;
    usize allocs = 0, deallocs = 0;
    struct cost cost = {0, 0};

    new_heap();
    while (allocs + deallocs < CALLS) {
        for (int full = 0; full < 2; full++) {
            usize count = 0;
            double start;

            for (usize i = 0; i < SLOTS; i++) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                if ((slots[i].pointer != NULL) == full && state % 4 == 0) {
                    if (!full)
                        slots[i].size = 1 + (state >> 8) % (1UL << (4 + (state >> 40) % 8));
                    chosen[count++] = i;
                }
            }
            start = now();
            if (full) {
                for (usize i = 0; i < count; i++) {
                    put(slots[chosen[i]].pointer, slots[chosen[i]].size);
                    slots[chosen[i]].pointer = NULL;
                }
                cost.dealloc += now() - start;
                deallocs += count;
            } else {
                for (usize i = 0; i < count; i++)
                    slots[chosen[i]].pointer = get(slots[chosen[i]].size);
                cost.alloc += now() - start;
                allocs += count;
            }
        }
    }
    for (usize i = 0; i < SLOTS; i++) {
        if (slots[i].pointer != NULL)
            put(slots[i].pointer, slots[i].size);
        slots[i].pointer = NULL;
    }
    cost.alloc /= (double)allocs;
    cost.dealloc /= (double)deallocs;
    return cost;
}

static struct cost best_trace(bool of_malloc)
{
    struct cost best = {0, 0};

    with_malloc = of_malloc;
    for (int run = 0; run < RUNS; run++) {
        struct cost cost = trace();

        if (run == 0 || cost.alloc < best.alloc)
            best.alloc = cost.alloc;
        if (run == 0 || cost.dealloc < best.dealloc)
            best.dealloc = cost.dealloc;
    }
    return best;
}

/*
 * [list 3] has length blocks of one word, none of which can merge, and the word released has a buddy that is out: the
 * search for it goes through all of them.
 */
static double dealloc_cost(usize length)
{
    enum { PAIRS = 2000 };
    usize words = 2 * (length + 1);
    double best = 0;

    for (int run = 0; run < RUNS; run++) {
        double cost = 0;

        new_heap();
        /* The heap is one block, split from the left: words come out in the order of their addresses. */
        for (usize i = 0; i < words; i++)
            buddy_heap_alloc(&heap, 8, 8);
        for (usize i = 0; i < length; i++)
            buddy_heap_dealloc(&heap, &memory[2 * i], 8, 8);
        for (int i = 0; i < PAIRS; i++) {
            usize *block = &memory[words - 2];
            double start = now();

            buddy_heap_dealloc(&heap, block, 8, 8);
            cost += now() - start;
            /* The list's head, so the very same word. */
            if (buddy_heap_alloc(&heap, 8, 8) != block)
                panic_at(__FILE__, __LINE__, "expected the same word again\n");
        }
        if (run == 0 || cost < best)
            best = cost;
    }
    return best / PAIRS;
}

int main(void)
{
    struct cost ours, theirs;
    double shortest = 0;

    memory = aligned_alloc(MEMORY, MEMORY);
    if (memory == NULL)
        panic_at(__FILE__, __LINE__, "no memory for the bench\n");
    ours = best_trace(false);
    theirs = best_trace(true);
    printf("the same %d calls, up to %d blocks out, nanoseconds a call:\n", CALLS, SLOTS);
    printf("%10s %12s %12s %8s\n", "", "buddy heap", "host malloc", "ratio");
    printf("%10s %12.1f %12.1f %8.2f\n", "alloc", ours.alloc, theirs.alloc, ours.alloc / theirs.alloc);
    printf("%10s %12.1f %12.1f %8.2f\n", "dealloc", ours.dealloc, theirs.dealloc, ours.dealloc / theirs.dealloc);
    printf("\na release whose buddy is not free, by the length of its free list:\n");
    printf("%10s %12s %12s\n", "blocks", "nanoseconds", "ratio");
    for (usize length = 1; length <= 10000; length *= 10) {
        double cost = dealloc_cost(length);

        if (length == 1)
            shortest = cost;
        printf("%10lu %12.1f %12.1f\n", length, cost, cost / shortest);
    }
    free(memory);
    return 0;
}
