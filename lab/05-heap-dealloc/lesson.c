/* Lesson 5: blocks that are given back merge with their buddies, or do not. walkthrough.md tells the story. */
#include "lesson.h"
#include "buddy_heap.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "step.h"
#include "types.h"

#define WORDS 127

const char lesson_title[] = "Merging, or not";

static usize memory[128] __attribute__((aligned(4096)));
static struct buddy_heap heap;

/* 512, 256, 128, 64, 32, 16 and 8 bytes, one block each, as in lesson 3. */
static void check_seven_blocks(void)
{
    for (usize k = 3; k <= 9; k++) {
        CHECK("the block of this list", (usize)memory + 1024 - (2UL << k), heap.free_list[k].head);
        CHECK("the link of the only block", NULL, *heap.free_list[k].head);
    }
    CHECK("bytes handed out", 0, heap.allocated);
    CHECK_HEAP(&heap);
}

void lesson(void)
{
    usize *blocks[WORDS];  /* what was handed out, in this order */
    usize *sixteen = NULL; /* the block for 16 bytes */
    usize *refused = NULL; /* what the heap could not serve */

    STEP(1, "take 16 bytes out of a block of 128, as in lesson 4");
    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, 128);
    sixteen = buddy_heap_alloc(&heap, 16, 8);

    STEP(2, "give the 16 bytes back");
    buddy_heap_dealloc(&heap, sixteen, 16, 8);

    STEP(3, "the 16 bytes are back: look at the lists");
    for (usize k = 0; k < 7; k++)
        CHECK("a list that must be empty", NULL, heap.free_list[k].head);
    CHECK("the block of 128 bytes", memory, heap.free_list[7].head);
    CHECK_HEAP(&heap);
    console_printf("3. three merges made one block again: ok\n");

    STEP(4, "a heap of 127 words: ask for one byte, 127 times");
    buddy_heap_new(&heap, 32);
    buddy_heap_init(&heap, (usize)memory, WORDS * sizeof(usize));
    for (usize i = 0; i < WORDS; i++)
        blocks[i] = buddy_heap_alloc(&heap, 1, 1);

    STEP(5, "every word is out; give them back in the order in which they went out");
    refused = buddy_heap_alloc(&heap, 1, 1);
    CHECK("the 128th byte", NULL, refused);
    CHECK("bytes handed out", WORDS * sizeof(usize), heap.allocated);
    CHECK_HEAP(&heap);
    console_printf("5. 127 bytes take 1016, and a 128th is refused: ok\n");
    for (usize i = 0; i < WORDS; i++)
        buddy_heap_dealloc(&heap, blocks[i], 1, 1);

    STEP(6, "all words are back; take all of them again");
    check_seven_blocks();
    console_printf("6. seven blocks, as before the 127 requests: ok\n");
    for (usize i = 0; i < WORDS; i++)
        blocks[i] = buddy_heap_alloc(&heap, 1, 1);

    STEP(7, "give every second word back");
    for (usize i = 0; i < WORDS; i += 2)
        buddy_heap_dealloc(&heap, &memory[i], 1, 1);

    STEP(8, "512 bytes are free; ask for 16");
    refused = buddy_heap_alloc(&heap, 16, 8);
    CHECK("free bytes", 512, heap.total - heap.allocated);
    for (usize k = 4; k < heap.order; k++)
        CHECK("a list that must be empty", NULL, heap.free_list[k].head);
    CHECK("the block for 16 bytes", NULL, refused);
    CHECK_HEAP(&heap);
    console_printf("8. external fragmentation: 512 free bytes, 16 refused: ok\n");

    STEP(9, "give the other words back too");
    for (usize i = 1; i < WORDS; i += 2)
        buddy_heap_dealloc(&heap, &memory[i], 1, 1);

    STEP(10, "all words are back");
    check_seven_blocks();
    console_printf("10. seven blocks once more: ok\n");
}
