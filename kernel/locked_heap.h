/* A buddy heap behind a spin lock: one caller at a time, the others wait busily. */
#pragma once

#include "buddy_heap.h"
#include "types.h"

#include <stdatomic.h>

struct locked_heap {
    atomic_uint locked;     /* 1 while somebody is at the heap, 0 otherwise */
    struct buddy_heap heap; /* to be touched only with the lock held */
};

/* As their namesakes in buddy_heap.h. Making a heap anew is for one caller, before the others know of it. */
void locked_heap_new(struct locked_heap *heap, usize order);
void locked_heap_add(struct locked_heap *heap, usize start, usize end);
void locked_heap_init(struct locked_heap *heap, usize start, usize size);
void *locked_heap_alloc(struct locked_heap *heap, usize size, usize align);
void locked_heap_dealloc(struct locked_heap *heap, void *pointer, usize size, usize align);

/*
 * What is called before a request fails. It gets the heap within, since the lock is held: nobody else can take what it
 * adds before the request is tried again. For the same reason it must not use the locked heap, which would wait for
 * ever.
 */
typedef void locked_heap_rescue(struct buddy_heap *heap, usize size, usize align);

/* As locked_heap_alloc(); but where that fails, this calls rescue, once, and tries once more. */
void *locked_heap_alloc_or_rescue(struct locked_heap *heap, usize size, usize align, locked_heap_rescue *rescue);
