/* Exercise 7: all memory is given back, and yet a large request fails. The file to edit is join.c. */
#include "buddy_ledger.h"
#include "check.h"
#include "console.h"
#include "join.h"
#include "lesson.h"
#include "step.h"
#include "types.h"

#define N 6

const char lesson_title[] = "All is free, and nothing fits";

/* The grader tries other sizes, and another order. */
static usize sizes[N] = {30, 8, 60, 20, 16, 5};
static usize order[N] = {3, 0, 5, 1, 4, 2}; /* in which the blocks are given back */
static usize memory[32] __attribute__((aligned(4096)));
static struct buddy_heap heap;
static usize *blocks[N]; /* what was handed out */
static usize *all;       /* a block of all 256 bytes */

/* The ledger is told that the block is not out any more, so that show-freelists knows. */
static void give_back_and_note(usize i)
{
    buddy_ledger_dealloc(&heap, blocks[i], sizes[i], 8);
    give_back(&heap, blocks[i], sizes[i]);
}

void lesson(void)
{
    STEP(1, "make a heap of one block of 256 bytes");
    buddy_heap_new(&heap, 9);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));

    STEP(2, "serve six requests");
    for (usize i = 0; i < N; i++)
        blocks[i] = buddy_heap_alloc(&heap, sizes[i], 8);

    STEP(3, "six blocks are out; give three of them back");
    for (usize i = 0; i < N / 2; i++)
        give_back_and_note(order[i]);

    STEP(4, "three are still out; give them back too");
    for (usize i = N / 2; i < N; i++)
        give_back_and_note(order[i]);

    STEP(5, "nothing is out; ask for all 256 bytes");
    CHECK("bytes handed out", 0, heap.allocated);
    all = buddy_heap_alloc(&heap, sizeof(memory), 8);

    STEP(6, "there they are");
    CHECK("the block of 256 bytes", memory, all);
    console_printf("6. six blocks came back, and are one again: ok\n");
}
