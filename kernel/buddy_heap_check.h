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
 * What is checked:
 * - the heap has from 4 to 32 lists in use, and the others are empty, as are those of blocks smaller than a word;
 * - each free block is a multiple of its size and is on one list, once;
 * - it lies in memory that was added, and shares no byte with a block that is handed out, where a ledger knows these;
 * - it shares no byte with another free block;
 * - two buddies are not both free, unless a ledger knows that they were added apart, or they are of the largest size;
 * - what is free is what was added and not handed out, and no more was asked for than was handed out.
 * The time it takes grows with the square of the number of blocks. It ends on a damaged list too.
 */
struct buddy_heap_fault buddy_heap_check(const struct buddy_heap *heap);
