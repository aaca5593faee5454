/* buddy_heap.c built without BUDDY_CHECKED; see unchecked.c. */
#pragma once

#include "buddy_heap.h"

void unchecked_new(struct buddy_heap *heap, usize order);
void unchecked_add(struct buddy_heap *heap, usize start, usize end);
void *unchecked_alloc(struct buddy_heap *heap, usize size, usize align);
void unchecked_dealloc(struct buddy_heap *heap, void *pointer, usize size, usize align);
