/* A lesson that gives a block back twice: the ledger must say so, and the machine stop with a failing status. */
#include "buddy_heap.h"
#include "lesson.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "A lesson that frees twice";

static usize memory[16] __attribute__((aligned(4096)));
static struct buddy_heap heap;

void lesson(void)
{
    usize *block = NULL;

    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));
    block = buddy_heap_alloc(&heap, 16, 8);
    buddy_heap_dealloc(&heap, block, 16, 8);

    STEP(1, "give the block back a second time");
    buddy_heap_dealloc(&heap, block, 16, 8);
}
