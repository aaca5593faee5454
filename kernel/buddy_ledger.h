/*
 * The books of a checked build (-DBUDDY_CHECKED): which memory was added to which heap, and which blocks are handed
 * out.
 *
 * A heap does not know its own blocks once they are out: it believes whatever it is told when they come back. The
 * ledger lies beside the heaps, not in them, so that they stay as they are; it panics at misuse, and the debugger reads
 * it. Without BUDDY_CHECKED nothing of it is compiled. Heaps with locks of their own must not share it between threads.
 */
#pragma once

#include "types.h"

struct buddy_heap;

/* A piece of memory that was added to a heap. Addresses are pointers here, so that GDB prints their names. */
struct buddy_region {
    const struct buddy_heap *heap;
    const usize *start;
    const usize *end; /* the first word past it */
};

/* A block that was handed out. */
struct buddy_block {
    const struct buddy_heap *heap;
    const usize *address;
    usize size;  /* as it was asked for */
    usize align; /* as it was asked for */
    usize order; /* the block has 2^order bytes */
};

#ifdef BUDDY_CHECKED

/* A lesson hands out 127 blocks at most; a full table is a panic. */
#ifndef BUDDY_LEDGER_BLOCKS
#define BUDDY_LEDGER_BLOCKS 1024
#endif
#define BUDDY_LEDGER_REGIONS  16
#define BUDDY_LEDGER_RELEASED 64

struct buddy_ledger {
    usize region_count;   /* regions[0] to regions[region_count - 1] are in use */
    usize block_count;    /* blocks[0] to blocks[block_count - 1] are handed out, in no particular order */
    usize released_count; /* blocks given back since the start, the latest at released[(released_count - 1) % size] */
    struct buddy_region regions[BUDDY_LEDGER_REGIONS];
    struct buddy_block blocks[BUDDY_LEDGER_BLOCKS];
    struct buddy_block released[BUDDY_LEDGER_RELEASED]; /* to tell a double free from an address made up */
};

extern struct buddy_ledger buddy_ledger;

/* What buddy_heap.c reports: a heap made anew, memory added, a block handed out, a block that comes back. */
void buddy_ledger_forget(const struct buddy_heap *heap);
void buddy_ledger_add(const struct buddy_heap *heap, usize start, usize end);
void buddy_ledger_alloc(const struct buddy_heap *heap, usize *block, usize size, usize align, usize order);
void buddy_ledger_dealloc(const struct buddy_heap *heap, usize *block, usize size, usize align);

/* What buddy_heap_check.c asks. Is all of [start, end) memory of this heap? */
bool buddy_ledger_has(const struct buddy_heap *heap, usize start, usize end);

/* Were these two bytes added by different calls? */
bool buddy_ledger_added_apart(const struct buddy_heap *heap, usize one, usize other);

/* A block handed out that shares a byte with [start, end), NULL when there is none. */
const struct buddy_block *buddy_ledger_handed_out(const struct buddy_heap *heap, usize start, usize end);

#else

/* No books: nothing to write down, and every question gets the answer that finds no fault. */
static inline void buddy_ledger_forget(const struct buddy_heap *heap)
{
    (void)heap;
}

static inline void buddy_ledger_add(const struct buddy_heap *heap, usize start, usize end)
{
    (void)heap, (void)start, (void)end;
}

static inline void buddy_ledger_alloc(const struct buddy_heap *heap, usize *block, usize size, usize align, usize order)
{
    (void)heap, (void)block, (void)size, (void)align, (void)order;
}

static inline void buddy_ledger_dealloc(const struct buddy_heap *heap, usize *block, usize size, usize align)
{
    (void)heap, (void)block, (void)size, (void)align;
}

static inline bool buddy_ledger_has(const struct buddy_heap *heap, usize start, usize end)
{
    (void)heap, (void)start, (void)end;
    return true;
}

static inline bool buddy_ledger_added_apart(const struct buddy_heap *heap, usize one, usize other)
{
    (void)heap, (void)one, (void)other;
    return true;
}

static inline const struct buddy_block *buddy_ledger_handed_out(const struct buddy_heap *heap, usize start, usize end)
{
    (void)heap, (void)start, (void)end;
    return NULL;
}

#endif
