/* Exercise 6: eight blocks go back to a heap, one by one. The file to edit is release.c. */
#include "buddy_ledger.h"
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "release.h"
#include "step.h"
#include "types.h"

#define N 8

const char lesson_title[] = "In somebody else's memory";

static usize order[N] = {0, 2, 5, 7, 1, 6, 3, 4}; /* in which blocks go back; the grader tries others */
static usize memory[16] __attribute__((aligned(4096)));
static struct buddy_heap heap;
static usize *blocks[N]; /* what was handed out: blocks of 16 bytes */
static usize *wide;      /* a block of 32 bytes */
static usize lost;       /* how many owners find something else than they wrote */

/* The ledger is told that the block is not out any more, so that show-freelists knows. */
static void release_and_note(usize *block)
{
    buddy_ledger_dealloc(&heap, block, 16, 8);
    release(&heap, block, 4);
}

void lesson(void)
{
    STEP(1, "make a heap of 128 bytes; eight owners take 16 each, and write into them");
    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));
    for (usize i = 0; i < N; i++) {
        blocks[i] = buddy_heap_alloc(&heap, 16, 8);
        *blocks[i] = 0x1111111111111111 * i;
    }

    STEP(2, "all is handed out; two of them give their blocks back");
    release_and_note(blocks[order[0]]);
    release_and_note(blocks[order[1]]);

    STEP(3, "two blocks are free; ask for 32 bytes, and use them if they are there");
    wide = buddy_heap_alloc(&heap, 32, 8);
    if (wide != NULL) {
        for (usize i = 0; i < 4; i++)
            wide[i] = 0xdeadbeefdeadbeef;
        buddy_heap_dealloc(&heap, wide, 32, 8);
    }

    STEP(4, "the other six find what they wrote, and give their blocks back");
    for (usize i = 2; i < N; i++)
        lost += *blocks[order[i]] != 0x1111111111111111 * order[i];
    CHECK("owners who find something else in their memory", 0, lost);
    for (usize i = 2; i < N; i++)
        release_and_note(blocks[order[i]]);

    STEP(5, "one block of 128 bytes, as in the beginning");
    CHECK("bytes handed out", 0, heap.allocated);
    CHECK("the block of 128 bytes", memory, heap.free_list[7].head);
    console_printf("5. eight blocks came back, and are one again: ok\n");
}
