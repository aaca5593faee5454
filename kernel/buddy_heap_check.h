/* What must hold of a buddy heap between two calls, and the first place where it does not. */
#pragma once

#include "buddy_heap.h"

struct buddy_heap_fault {
    const char *what;   /* what should hold and does not, NULL when all is well */
    usize order;        /* the list that the walk was in */
    const usize *block; /* the block on it, NULL when it is about the heap as a whole */
    usize expected;
    usize found;
};

/*
 * Each block is a multiple of its size, lies in memory that was added (where a ledger knows it), is on one list, once,
 * and shares no byte with another block, free or handed out; two buddies are not both free, unless they were added
 * apart or are of the largest size; and what is free is what was added and not handed out. Takes time with the square
 * of the number of blocks, and ends on a damaged list too.
 */
struct buddy_heap_fault buddy_heap_check(const struct buddy_heap *heap);
