/* Giving blocks back to a buddy heap: free buddies are joined. */
#pragma once

#include "buddy_heap.h"

/* Gives back a block that was handed out for so many bytes. */
void give_back(struct buddy_heap *heap, usize *block, usize size);
