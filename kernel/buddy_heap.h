/*
 * A buddy heap: free memory as blocks of powers of two, one list for each size. A free block is a node of its list: its
 * own first word is the link, so the heap owns no memory but the words below.
 *
 *     free_list[4] -> 0x80219010 -> NULL       blocks of 16 bytes, each at a multiple of 16
 *     free_list[5] -> 0x80219020 -> NULL       blocks of 32 bytes
 *
 * The buddy of a block is the block beside it that it can be merged with: their addresses differ in one bit, the one
 * that is worth their size. 0x80219000 and 0x80219010 are buddies as blocks of 16 bytes; together they are the block of
 * 32 bytes at 0x80219000.
 */
#pragma once

#include "linked_list.h"
#include "types.h"

/* The most lists that a heap can have. With all 32 its largest block is 2 GiB. */
#define BUDDY_MAX_ORDER 32

/* No block is smaller than a word, since a free block must hold a link: the lists 0 to 2 stay empty for ever. */
#define BUDDY_MIN_ORDER 3

struct buddy_heap {
    usize order; /* how many lists are in use: the largest block has 2^(order-1) bytes */
    struct linked_list free_list[BUDDY_MAX_ORDER]; /* free_list[k]: the free blocks of 2^k bytes, the latest in front */
    usize user;                                    /* bytes asked for and not yet given back */
    usize allocated;                               /* bytes handed out for them, each request rounded up to its block */
    usize total;                                   /* bytes added */
};

/* An empty heap with so many lists, from BUDDY_MIN_ORDER + 1 to BUDDY_MAX_ORDER. */
void buddy_heap_new(struct buddy_heap *heap, usize order);

/*
 * Adds the memory [start, end), as far as it consists of whole words, cut into the largest blocks that fit. They are
 * not merged with blocks that are free already.
 */
void buddy_heap_add(struct buddy_heap *heap, usize start, usize end);

/* Adds the memory [start, start + size). */
void buddy_heap_init(struct buddy_heap *heap, usize start, usize size);

/*
 * A block of at least size bytes at a multiple of align, a power of two; what is in it is undefined. NULL when no block
 * is large enough, and then nothing has changed.
 */
void *buddy_heap_alloc(struct buddy_heap *heap, usize size, usize align);

/*
 * Gives a block back. It is merged with its buddy if that is free, and the larger block with its own buddy, as far as
 * this goes. The heap keeps no record of what is out: size and align must be those that the block was asked for with.
 */
void buddy_heap_dealloc(struct buddy_heap *heap, void *pointer, usize size, usize align);

/* The three statistics, as in the struct. */
usize buddy_heap_user(const struct buddy_heap *heap);
usize buddy_heap_allocated(const struct buddy_heap *heap);
usize buddy_heap_total(const struct buddy_heap *heap);
