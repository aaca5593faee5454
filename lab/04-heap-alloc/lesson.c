/* Lesson 4: a request splits a block until one of the right size is there. walkthrough.md tells the story. */
#include "lesson.h"
#include "buddy_heap.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "step.h"
#include "types.h"

#define KIB 1024UL

const char lesson_title[] = "Splitting";

static usize memory[16] __attribute__((aligned(4096))); /* 128 bytes */
/* Left out when .bss is cleared at boot, like the kernel heap's memory: a heap does not need zeroes. */
static usize large_memory[16 * KIB] __attribute__((section(".bss.not_cleared"), aligned(128 * KIB)));
static struct buddy_heap heap;
static struct buddy_heap large_heap;

void lesson(void)
{
    usize *sixteen = NULL; /* the block for 16 bytes */
    usize *twenty = NULL;  /* the block for 20 bytes */
    usize *large = NULL;   /* the block for 65 KiB */

    STEP(1, "make a heap of 128 bytes: one block");
    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));

    STEP(2, "ask for 16 bytes");
    sixteen = buddy_heap_alloc(&heap, 16, 8);

    STEP(3, "look at what is left");
    CHECK("the block handed out", &memory[0], sixteen);
    CHECK("the block of 128 bytes", NULL, heap.free_list[7].head);
    CHECK("the block of 64 bytes", &memory[8], heap.free_list[6].head);
    CHECK("the block of 32 bytes", &memory[4], heap.free_list[5].head);
    CHECK("the block of 16 bytes", &memory[2], heap.free_list[4].head);
    CHECK("the buddy of the block handed out", heap.free_list[4].head, (usize)sixteen ^ 16);
    CHECK_HEAP(&heap);
    console_printf("3. 128 = 16 handed out + 16 + 32 + 64: ok\n");

    STEP(4, "ask for 20 bytes");
    twenty = buddy_heap_alloc(&heap, 20, 8);

    STEP(5, "read what the heap counts");
    CHECK("the block handed out", &memory[4], twenty);
    CHECK("bytes asked for", 16 + 20, heap.user);
    CHECK("bytes handed out", 16 + 32, heap.allocated);
    CHECK_HEAP(&heap);
    console_printf("5. 36 bytes asked for, 48 handed out: ok\n");

    STEP(6, "another heap, of 128 KiB: ask it for 65 KiB");
    buddy_heap_new(&large_heap, 32);
    buddy_heap_init(&large_heap, (usize)large_memory, sizeof(large_memory));
    large = buddy_heap_alloc(&large_heap, 65 * KIB, 8);

    STEP(7, "all 128 KiB are gone, 63 of them for nothing");
    CHECK("the block handed out", large_memory, large);
    CHECK("bytes asked for", 65 * KIB, large_heap.user);
    CHECK("bytes handed out", 128 * KIB, large_heap.allocated);
    CHECK("bytes that nobody asked for", 63 * KIB, large_heap.allocated - large_heap.user);
    CHECK_HEAP(&large_heap);
    console_printf("7. internal fragmentation: 63 of 128 KiB are lost: ok\n");
}
