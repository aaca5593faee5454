/*
 * One trace of random calls, for two machines: tests/session/images/trace.c runs it on the riscv64 image,
 * tests/host/trace.c on the host, with its memory at the same address. Both print the same lines: how many requests
 * failed, a hash of every address handed out so far, the counters; at the end each block of each free list, in order.
 */
#pragma once

#include "buddy_heap.h"
#include "buddy_heap_check.h"
#include "panic.h"

/* RAM of the virt machine far above any image. Both bounds of each region are odd on purpose. */
#define TRACE_MEMORY 0x84000000UL
#define TRACE_SIZE   0x10000UL
#define TRACE_START  (TRACE_MEMORY + 0x11)
#define TRACE_MIDDLE (TRACE_MEMORY + 0x8030) /* where the second region begins, added halfway */
#define TRACE_END    (TRACE_MEMORY + 0xffa5)
#define TRACE_CALLS  100000
#define TRACE_SLOTS  512

static struct buddy_heap trace_heap;

/* What is handed out. */
static struct trace_block {
    usize *pointer; /* NULL when the slot is empty */
    usize size;
    usize align;
} trace_blocks[TRACE_SLOTS];

/* The same numbers everywhere: xorshift64. */
static usize trace_random(void)
{
    static usize state = 20250608;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Mostly up to 256 bytes; one in 64 up to 64 KiB, one in 64 too large for any heap. */
static usize trace_size(void)
{
    switch (trace_random() % 64) {
    case 0:
        return trace_random() % 0x10000;
    case 1:
        return ~0UL - trace_random() % 0x10000;
    default:
        return trace_random() % (1UL << trace_random() % 9);
    }
}

/* Empties the slot or fills it. Where an address is handed out that is it, elsewhere 0. */
static usize trace_call(void)
{
    struct trace_block *block = &trace_blocks[trace_random() % TRACE_SLOTS];

    if (block->pointer != NULL) {
        buddy_heap_dealloc(&trace_heap, block->pointer, block->size, block->align);
        block->pointer = NULL;
        return 0;
    }
    block->size = trace_size();
    block->align = 1UL << trace_random() % 7;
    block->pointer = buddy_heap_alloc(&trace_heap, block->size, block->align);
    if (block->pointer != NULL)
        *block->pointer = block->size; /* the caller's from now on */
    return (usize)block->pointer;
}

static void trace_check(void)
{
    struct buddy_heap_fault fault = buddy_heap_check(&trace_heap);

    if (fault.what != NULL)
        panic("%s: list %lu, block %p: expected 0x%lx, found 0x%lx", fault.what, fault.order, (void *)fault.block,
              fault.expected, fault.found);
}

/* print is printf or the console's. */
static void trace_run(void (*print)(const char *format, ...))
{
    usize hash = 0;
    usize served = 0;

    buddy_heap_new(&trace_heap, 16);
    buddy_heap_add(&trace_heap, TRACE_START, TRACE_MIDDLE);
    for (usize call = 1; call <= TRACE_CALLS; call++) {
        usize address = trace_call();

        served += address != 0;
        hash = (hash ^ address) * 0x100000001b3; /* as FNV does, a word at a time */
        if (call == TRACE_CALLS / 2)
            buddy_heap_add(&trace_heap, TRACE_MIDDLE, TRACE_END);
        if (call % (TRACE_CALLS / 20) == 0) {
            trace_check();
            print("trace: %lu calls, %lu served, hash 0x%lx, user %lu, allocated %lu, total %lu\n", call, served, hash,
                  trace_heap.user, trace_heap.allocated, trace_heap.total);
        }
    }
    for (usize k = 0; k < trace_heap.order; k++) {
        print("trace: free_list[%lu]", k);
        linked_list_for_each(block, &trace_heap.free_list[k])
            print(" %lx", (usize)block);
        print("\n");
    }
}
