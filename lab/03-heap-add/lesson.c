/* Lesson 3: memory that is added to a heap falls into blocks. walkthrough.md tells the story. */
#include "lesson.h"
#include "buddy_heap.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "Memory falls into blocks";

static usize memory[128] __attribute__((aligned(4096))); /* 1024 bytes to hand out */
static struct buddy_heap heap;

void lesson(void)
{
    usize start = (usize)memory;   /* the address, as a number */
    usize *next = memory;          /* where the memory not yet handed out begins */
    usize *first, *middle, *last;  /* the pieces, in the order of their addresses */
    struct linked_list given_back; /* pieces that are not needed any more */

    STEP(1, "hand out three pieces: a pointer moves on");
    first = next;
    middle = first + 2;
    last = middle + 4;
    next = last + 2;
    given_back = linked_list_new();

    STEP(2, "give the middle piece back: where can the program keep it?");
    linked_list_push(&given_back, middle);
    CHECK("link of the only piece", NULL, *middle);
    CHECK("memory not yet handed out", &memory[8], next);
    console_printf("2. next cannot move back, but a free piece can be a node: ok\n");

    STEP(3, "make a heap: 32 lists, all of them empty");
    buddy_heap_new(&heap, 32);

    STEP(4, "add 127 words, which is not a power of two");
    buddy_heap_add(&heap, start, start + 127 * sizeof(usize));

    STEP(5, "look at the blocks");
    for (usize k = 3; k <= 9; k++) {
        CHECK("the block of this list", start + 1024 - (2UL << k), heap.free_list[k].head);
        CHECK("the link of the only block", NULL, *heap.free_list[k].head);
    }
    CHECK("bytes in total", 1016, heap.total);
    CHECK_HEAP(&heap);
    console_printf("5. 1016 = 512 + 256 + 128 + 64 + 32 + 16 + 8: ok\n");

    STEP(6, "a new heap: add memory that begins and ends inside a word");
    buddy_heap_new(&heap, 32);
    buddy_heap_add(&heap, start + 1, start + 1023);

    STEP(7, "look at the two slopes: larger and larger blocks, then smaller and smaller");
    for (usize k = 3; k <= 8; k++) {
        CHECK("the block in front, of the falling slope", start + 1024 - (2UL << k), heap.free_list[k].head);
        CHECK("its link, to the block of the rising slope", start + (1UL << k), *heap.free_list[k].head);
    }
    CHECK("the middle of the memory, divided by 512", 0, (usize)&memory[64] % 512);
    CHECK("bytes in whole words from there on", 504, (start + 1023) / 8 * 8 - (usize)&memory[64]);
    CHECK("bytes in total", 1008, heap.total);
    CHECK_HEAP(&heap);
    console_printf("7. two blocks of each size from 8 to 256 bytes: ok\n");

    STEP(8, "a heap of only 8 lists: add 512 bytes");
    buddy_heap_new(&heap, 8);
    buddy_heap_add(&heap, start, start + 512);

    STEP(9, "four blocks of 128 bytes, though one of 512 would fit");
    CHECK("the block added last", start + 384, heap.free_list[7].head);
    for (usize i = 3; i > 0; i--)
        CHECK("the link to the block added before", start + (i - 1) * 128, memory[i * 16]);
    CHECK("the link of the block added first", NULL, memory[0]);
    CHECK_HEAP(&heap);
    console_printf("9. list 7 holds four blocks, there is no list above it: ok\n");
}
