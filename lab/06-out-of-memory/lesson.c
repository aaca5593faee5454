/* Lesson 6: a request that cannot be met, what it is called, and who may help. walkthrough.md tells the story. */
#include "lesson.h"
#include "byte_allocator.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "locked_heap.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "Out of memory";

static usize memory[127] __attribute__((aligned(4096)));
static usize more[256] __attribute__((aligned(4096)));    /* what is added to the allocator later */
static usize reserve[256] __attribute__((aligned(4096))); /* what the rescue can add, once */
static struct byte_allocator allocator;
static struct locked_heap heap; /* without any memory at first */
static usize rescues;           /* how often the rescue was called */
static bool ask_the_lock;       /* set it in the debugger, and the rescue asks the heap whose lock is held */

static void rescue(struct buddy_heap *within, usize size, usize align)
{
    (void)size, (void)align; /* a rescue of more means would ask how much is missing */
    rescues++;
    if (ask_the_lock)
        locked_heap_init(&heap, (usize)reserve, sizeof(reserve));
    if (rescues == 1)
        buddy_heap_init(within, (usize)reserve, sizeof(reserve));
}

void lesson(void)
{
    struct byte_allocation result; /* a pointer, or an error with a name */
    usize *aligned = NULL;         /* 8 bytes at a multiple of 64 */
    usize *rescued = NULL;         /* the block that only the rescue made possible */
    usize *refused = NULL;         /* what could not be served */

    STEP(1, "make a byte allocator of 127 words");
    byte_allocator_init(&allocator, (usize)memory, sizeof(memory));

    STEP(2, "ask it for 129 words");
    result = byte_allocator_alloc(&allocator, 129 * sizeof(usize), sizeof(usize));

    STEP(3, "read the answer; then ask for one byte");
    CHECK("the error", NO_MEMORY, result.error);
    CHECK("bytes available", sizeof(memory), byte_allocator_available_bytes(&allocator));
    CHECK_HEAP(&allocator.heap);
    console_printf("3. 129 words of 127: no memory: ok\n");
    result = byte_allocator_alloc(&allocator, 1, 1);

    STEP(4, "read the statistics; then ask for 8 bytes at a multiple of 64");
    CHECK("the error", NO_ERROR, result.error);
    CHECK("the smallest block", &memory[126], result.pointer);
    CHECK("total bytes", 1016, byte_allocator_total_bytes(&allocator));
    CHECK("used bytes", 8, byte_allocator_used_bytes(&allocator));
    CHECK("available bytes", 1008, byte_allocator_available_bytes(&allocator));
    CHECK_HEAP(&allocator.heap);
    console_printf("4. 1016 bytes in total, 8 used, 1008 available: ok\n");
    aligned = byte_allocator_alloc(&allocator, 8, 64).pointer;

    STEP(5, "look at the block, and give it back");
    CHECK("the block of 64 bytes", &memory[112], aligned);
    CHECK("a multiple of 64", 0, (usize)aligned % 64);
    CHECK("another one, of which there are only 32 bytes", 0, (usize)&memory[120] % 64);
    CHECK("used bytes", 8 + 64, byte_allocator_used_bytes(&allocator));
    console_printf("5. 8 bytes at a multiple of 64 take 64: ok\n");
    byte_allocator_dealloc(&allocator, aligned, 8, 64);
    CHECK("used bytes", 8, byte_allocator_used_bytes(&allocator));

    STEP(6, "ask for all that is available; then add 2 KiB, and ask for 129 words again");
    result = byte_allocator_alloc(&allocator, byte_allocator_available_bytes(&allocator), 1);
    CHECK("the error", NO_MEMORY, result.error);
    console_printf("6. available, but not in one block: ok\n");
    byte_allocator_add_memory(&allocator, (usize)more, sizeof(more));
    result = byte_allocator_alloc(&allocator, 129 * sizeof(usize), sizeof(usize));

    STEP(7, "a heap with a lock and no memory: ask for 129 words, and name a rescue");
    CHECK("the block for 129 words", more, result.pointer);
    CHECK("total bytes", sizeof(memory) + sizeof(more), byte_allocator_total_bytes(&allocator));
    CHECK_HEAP(&allocator.heap);
    console_printf("7. more memory was added, and 129 words are there: ok\n");
    locked_heap_new(&heap, 32);
    refused = locked_heap_alloc(&heap, 129 * sizeof(usize), sizeof(usize));
    CHECK("the block without a rescue", NULL, refused);
    rescued = locked_heap_alloc_or_rescue(&heap, 129 * sizeof(usize), sizeof(usize), rescue);

    STEP(8, "look at what the rescue has done");
    CHECK("calls of the rescue", 1, rescues);
    CHECK("the block with the rescue", reserve, rescued);
    CHECK("bytes in total", sizeof(reserve), heap.heap.total);
    CHECK_HEAP(&heap.heap);
    console_printf("8. called once, and rescued: ok\n");

    STEP(9, "ask for 129 words once more");
    refused = locked_heap_alloc_or_rescue(&heap, 129 * sizeof(usize), sizeof(usize), rescue);

    STEP(10, "read the answer");
    CHECK("calls of the rescue", 2, rescues);
    CHECK("the block for the second 129 words", NULL, refused);
    CHECK("the lock", 0, heap.locked);
    CHECK_HEAP(&heap.heap);
    console_printf("10. a rescue is tried once, then the request fails: ok\n");
}
