/* Exercise 5: three owners ask for memory, and each writes into its own. The file to edit is take.c. */
#include "buddy_ledger.h"
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "step.h"
#include "take.h"
#include "types.h"

#define N 3

const char lesson_title[] = "Three owners";

static usize orders[N] = {4, 4, 5}; /* what the owners ask for: 2^order bytes; the grader tries others */
static usize memory[32] __attribute__((aligned(4096)));
static struct buddy_heap heap;
static usize *blocks[N]; /* what each owner got */

/* The ledger is told who has what, so that show-freelists knows. */
static usize *take_and_note(usize order)
{
    usize *block = take(&heap, order);

    if (block != NULL)
        buddy_ledger_alloc(&heap, block, 1UL << order, 8, order);
    return block;
}

void lesson(void)
{
    STEP(1, "make a heap of one block of 256 bytes");
    buddy_heap_new(&heap, 9);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));

    STEP(2, "the first owner asks");
    blocks[0] = take_and_note(orders[0]);

    STEP(3, "the block was split; the other two ask");
    for (usize i = 1; i < N; i++)
        blocks[i] = take_and_note(orders[i]);

    STEP(4, "each owner writes into its block");
    for (usize i = 0; i < N; i++)
        *blocks[i] = 0x1111111111111111 * (i + 1);

    STEP(5, "each finds what it wrote");
    for (usize i = 0; i < N; i++)
        CHECK("what the owner finds", 0x1111111111111111 * (i + 1), *blocks[i]);
    console_printf("5. three owners, three blocks: ok\n");
}
