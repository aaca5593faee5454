/* Making a block smaller without moving it. */
#pragma once

#include "buddy_heap.h"

/*
 * The block was asked for with `from` bytes; its owner needs only `to` of them, the first ones. What is not needed any
 * more goes back to the heap.
 */
void shrink(struct buddy_heap *heap, usize *block, usize from, usize to);
