/* The kernel heap and its memory. An image that calls none of this does not contain it. */
#include "kernel_heap.h"

/*
 * Part of .bss, but of that end of it which entry.S leaves alone: clearing 8 MiB takes longer than all the rest of a
 * boot, and a heap promises nothing about the contents of a block.
 */
static uint8_t kernel_heap_memory[KERNEL_HEAP_SIZE] __attribute__((section(".bss.not_cleared"), aligned(4096)));

struct locked_heap kernel_heap;

void kernel_heap_init(void)
{
    locked_heap_new(&kernel_heap, BUDDY_MAX_ORDER);
    locked_heap_init(&kernel_heap, (usize)kernel_heap_memory, KERNEL_HEAP_SIZE);
}

void *kernel_alloc(usize size, usize align)
{
    return locked_heap_alloc(&kernel_heap, size, align);
}

void kernel_dealloc(void *pointer, usize size, usize align)
{
    locked_heap_dealloc(&kernel_heap, pointer, size, align);
}
