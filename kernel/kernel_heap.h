/* The kernel's own heap: 8 MiB of .bss behind the locked heap. */
#pragma once

#include "locked_heap.h"
#include "types.h"

#define KERNEL_HEAP_SIZE 0x800000UL

extern struct locked_heap kernel_heap;

/* Makes the heap and gives it the 8 MiB. To be called once, before the first request. */
void kernel_heap_init(void);

/* As their namesakes in locked_heap.h. */
void *kernel_alloc(usize size, usize align);
void kernel_dealloc(void *pointer, usize size, usize align);
