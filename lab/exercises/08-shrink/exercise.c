/* Exercise 8: a buffer is made smaller twice, then given back. The file to edit is shrink.c. */
#include "buddy_ledger.h"
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "shrink.h"
#include "step.h"
#include "types.h"

#define N 3

const char lesson_title[] = "The books do not balance";

static usize sizes[N] = {200, 100, 20}; /* of the buffer, one after the other; the grader tries others */
static usize memory[32] __attribute__((aligned(4096)));
static struct buddy_heap heap;
static usize *buffer;

/* The ledger is told of the new size, so that show-freelists knows. */
static void shrink_and_note(usize from, usize to)
{
    usize order = BUDDY_MIN_ORDER;

    while (1UL << order < to)
        order++;
    shrink(&heap, buffer, from, to);
    buddy_ledger_dealloc(&heap, buffer, from, 8);
    buddy_ledger_alloc(&heap, buffer, to, 8, order);
}

void lesson(void)
{
    STEP(1, "make a heap of 256 bytes, and take a buffer from it");
    buddy_heap_new(&heap, 9);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));
    buffer = buddy_heap_alloc(&heap, sizes[0], 8);

    STEP(2, "the buffer is out; make it smaller");
    shrink_and_note(sizes[0], sizes[1]);

    STEP(3, "a part of it is free; make it smaller still");
    shrink_and_note(sizes[1], sizes[2]);

    STEP(4, "most of it is free; give the rest back");
    buddy_heap_dealloc(&heap, buffer, sizes[2], 8);

    STEP(5, "nothing is asked for, nothing is handed out");
    CHECK("bytes asked for", 0, heap.user);
    CHECK("bytes handed out", 0, heap.allocated);
    console_printf("5. the buffer shrank twice, and the books balance: ok\n");
}
