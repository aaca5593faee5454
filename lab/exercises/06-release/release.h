/* Giving blocks back to a buddy heap. */
#pragma once

#include "buddy_heap.h"

/* Gives back a block of 2^order bytes, which merges with its buddy as long as that is free too. */
void release(struct buddy_heap *heap, usize *block, usize order);
