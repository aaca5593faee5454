/* Taking blocks from a buddy heap. */
#pragma once

#include "buddy_heap.h"

/* A block of 2^order bytes, NULL when there is none. Counts it as asked for and handed out. */
usize *take(struct buddy_heap *heap, usize order);
