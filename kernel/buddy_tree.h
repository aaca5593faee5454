/*
 * The same idea as the buddy heap, kept as a tree beside the memory rather than as lists inside it. The root stands for
 * the whole region, its children for the halves, and so on down to single words. Node i has the children 2i and 2i + 1:
 *
 *     node[1]                      all of it
 *     node[2]         node[3]      the halves, lower and upper
 *     node[4] node[5] node[6] ...
 *
 * Each node is one byte: the order of the largest free block in its part, so 10 for 2^10 bytes. 0 means that nothing
 * is free; no block has one byte only, so no block needs a 0. Handing out a block sets its own byte to 0 and leaves
 * those below it as they are: what each part is worth when it is free as a whole. So a 0 whose children are not 0, or
 * a leaf of 0, is a block that was handed out.
 */
#pragma once

#include "types.h"

/* The leaves are words, as in the heap. */
#define BUDDY_TREE_LEAF_ORDER 3

struct buddy_tree {
    uint8_t *node;   /* the tree, buddy_tree_cost() bytes; node[0] is not used */
    usize start;     /* of the region, a multiple of its size */
    usize order;     /* the region has 2^order bytes */
    usize user;      /* bytes asked for and not yet given back */
    usize allocated; /* bytes handed out for them */
};

/* How many bytes the tree of 2^order bytes takes if its smallest blocks have 2^leaf_order bytes: two for each. */
usize buddy_tree_cost(usize order, usize leaf_order);

/* A region of 2^order bytes, all of it free; node is where the caller wants the tree. */
void buddy_tree_init(struct buddy_tree *tree, usize start, usize order, uint8_t *node);

/* As their namesakes in buddy_heap.h; but the upper half is tried before the lower one. */
void *buddy_tree_alloc(struct buddy_tree *tree, usize size, usize align);
void buddy_tree_dealloc(struct buddy_tree *tree, void *pointer, usize size, usize align);
