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
static usize reserve[256] __attribute__((aligned(4096))); /* what the rescue can add, once */
static struct byte_allocator allocator;
static struct locked_heap heap; /* without any memory at first */
static usize rescues;           /* how often the rescue was called */

static void rescue(struct buddy_heap *within, usize size, usize align)
{
    (void)size, (void)align; /* a rescue of more means would ask how much is missing */
    rescues++;
    if (rescues == 1)
        buddy_heap_init(within, (usize)reserve, sizeof(reserve));
}

void lesson(void)
{
    struct byte_allocation result; /* a pointer, or an error with a name */
    usize *rescued = NULL;         /* the block that only the rescue made possible */
    usize *refused = NULL;         /* what could not be served */

    STEP(1, "make a byte allocator of 127 words");
    byte_allocator_init(&allocator, (usize)memory, sizeof(memory));

    STEP(2, "ask it for 129 words");
    result = byte_allocator_alloc(&allocator, 129 * sizeof(usize), sizeof(usize));

    STEP(3, "the error has a name, and nothing has changed; ask for one byte");
    CHECK("the error", NO_MEMORY, result.error);
    CHECK("bytes available", sizeof(memory), byte_allocator_available_bytes(&allocator));
    CHECK_HEAP(&allocator.heap);
    console_printf("3. 129 words of 127: no memory: ok\n");
    result = byte_allocator_alloc(&allocator, 1, 1);

    STEP(4, "one byte is there: read the statistics");
    CHECK("the error", NO_ERROR, result.error);
    CHECK("the smallest block", &memory[126], result.pointer);
    CHECK("total bytes", 1016, byte_allocator_total_bytes(&allocator));
    CHECK("used bytes", 8, byte_allocator_used_bytes(&allocator));
    CHECK("available bytes", 1008, byte_allocator_available_bytes(&allocator));
    CHECK_HEAP(&allocator.heap);
    console_printf("4. 1016 bytes in total, 8 used, 1008 available: ok\n");

    STEP(5, "ask for all that is available");
    result = byte_allocator_alloc(&allocator, byte_allocator_available_bytes(&allocator), 1);
    CHECK("the error", NO_MEMORY, result.error);
    console_printf("5. available, but not in one block: ok\n");

    STEP(6, "a heap with no memory at all: ask for 129 words, and name a rescue");
    locked_heap_new(&heap, 32);
    refused = locked_heap_alloc(&heap, 129 * sizeof(usize), sizeof(usize));
    CHECK("the block without a rescue", NULL, refused);
    rescued = locked_heap_alloc_or_rescue(&heap, 129 * sizeof(usize), sizeof(usize), rescue);

    STEP(7, "the rescue added its reserve, and the second try went well");
    CHECK("calls of the rescue", 1, rescues);
    CHECK("the block with the rescue", reserve, rescued);
    CHECK("bytes in total", sizeof(reserve), heap.heap.total);
    CHECK_HEAP(&heap.heap);
    console_printf("7. called once, and rescued: ok\n");

    STEP(8, "ask again: the rescue has nothing left");
    refused = locked_heap_alloc_or_rescue(&heap, 129 * sizeof(usize), sizeof(usize), rescue);

    STEP(9, "called once more, and out of memory");
    CHECK("calls of the rescue", 2, rescues);
    CHECK("the block for the second 129 words", NULL, refused);
    CHECK_HEAP(&heap.heap);
    console_printf("9. a rescue is tried once, then the request fails: ok\n");
}
