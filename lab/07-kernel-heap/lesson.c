/* Lesson 7: the kernel's own heap serves an integer and a vector that grows. walkthrough.md tells the story. */
#include "lesson.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "kernel_heap.h"
#include "step.h"
#include "types.h"
#include "vector.h"

const char lesson_title[] = "The kernel heap";

extern const char bss_start[], bss_cleared_end[], bss_end[]; /* kernel.ld */

static void check_in_bss(const char *what, const void *pointer)
{
    if ((usize)pointer < (usize)bss_start || (usize)pointer >= (usize)bss_end)
        panic("%s: expected an address from %p to %p, found %p", what, (void *)bss_start, (void *)bss_end,
              (void *)pointer);
}

void lesson(void)
{
    usize *heap_value = NULL;         /* one integer, on the heap */
    struct vector vec = vector_new(); /* three words here, its buffer on the heap */
    usize moves = 0;                  /* how often the buffer has moved */

    STEP(1, "hand 8 MiB of .bss to the kernel heap");
    kernel_heap_init();

    STEP(2, "put one integer on the heap");
    heap_value = kernel_alloc(sizeof(*heap_value), sizeof(*heap_value));
    CHECK("what the heap left in it", heap_value + 1, *heap_value);
    *heap_value = 5;

    STEP(3, "it is 5, and it lies in .bss");
    CHECK("*heap_value", 5, *heap_value);
    console_printf("heap_value assertion successfully!\n");
    console_printf("heap_value is at %p\n", (void *)heap_value);
    check_in_bss("heap_value", heap_value);
    CHECK("whether entry.S clears it", false, (usize)heap_value < (usize)bss_cleared_end);
    console_printf("heap_value is in section .bss!\n");
    CHECK_HEAP(&kernel_heap.heap);

    STEP(4, "push four words");
    for (usize i = 0; i < 4; i++)
        vector_push(&vec, i);

    STEP(5, "push a fifth word");
    vector_push(&vec, 4);
    moves++;
    CHECK_HEAP(&kernel_heap.heap);

    STEP(6, "push on, up to 500 words");
    for (usize i = 5; i < 500; i++) {
        usize *before = vec.buffer;

        vector_push(&vec, i);
        moves += vec.buffer != before;
    }

    STEP(7, "look at all 500 words");
    for (usize i = 0; i < 500; i++)
        CHECK("vec.buffer[i]", i, vec.buffer[i]);
    console_printf("vec assertion successfully!\n");
    console_printf("vec is at %p\n", (void *)vec.buffer);
    check_in_bss("vec", vec.buffer);
    console_printf("vec is in section .bss!\n");
    CHECK("how often the buffer has moved", 7, moves);
    CHECK_HEAP(&kernel_heap.heap);

    STEP(8, "give both back");
    vector_free(&vec);
    kernel_dealloc(heap_value, sizeof(*heap_value), sizeof(*heap_value));

    STEP(9, "look at the lock and at the lists");
    CHECK("the lock", 0, kernel_heap.locked);
    CHECK("bytes in total", KERNEL_HEAP_SIZE, kernel_heap.heap.total);
    CHECK("bytes handed out", 0, kernel_heap.heap.allocated);
    CHECK_HEAP(&kernel_heap.heap);
}
