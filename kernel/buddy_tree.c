/* The buddy tree that buddy_tree.h draws. Orders count down from the region's at the root to a word's at the leaves. */
#include "buddy_tree.h"
#include "panic.h"

usize buddy_tree_cost(usize order, usize leaf_order)
{
    return 2UL << (order - leaf_order);
}

void buddy_tree_init(struct buddy_tree *tree, usize start, usize order, uint8_t *node)
{
    usize next = 1; /* the first node of the next level */
    usize level = order;

    if (order < BUDDY_TREE_LEAF_ORDER || order > 63)
        panic("a tree needs a region of 2^%d to 2^63 bytes, found 2^%lu", BUDDY_TREE_LEAF_ORDER, order);
    if (start == 0 || (start & ((1UL << order) - 1)) != 0)
        panic("a tree's region of 2^%lu bytes must start at a multiple of its size, found 0x%lx", order, start);
    tree->node = node;
    tree->start = start;
    tree->order = order;
    tree->user = 0;
    tree->allocated = 0;
    node[0] = 0;
    for (usize i = 1; i < buddy_tree_cost(order, BUDDY_TREE_LEAF_ORDER); i++) {
        if (i == 2 * next) {
            next = i;
            level--;
        }
        node[i] = (uint8_t)level;
    }
}

/* The order of the blocks that serve such a request; above the tree's when even the whole is too small. */
static usize order_of_request(const struct buddy_tree *tree, usize size, usize align)
{
    usize order = BUDDY_TREE_LEAF_ORDER;

    while (order <= tree->order && ((1UL << order) < size || (1UL << order) < align))
        order++;
    return order;
}

/* The nodes above i change with it, up to the root: two halves that are free as a whole make a whole. */
static void update_above(struct buddy_tree *tree, usize i, usize order)
{
    for (; i > 1; i /= 2, order++) {
        uint8_t left = tree->node[i & ~1UL];
        uint8_t right = tree->node[i | 1];

        if (left == order && right == order)
            tree->node[i / 2] = (uint8_t)(order + 1);
        else
            tree->node[i / 2] = left > right ? left : right;
    }
}

void *buddy_tree_alloc(struct buddy_tree *tree, usize size, usize align)
{
    usize order = order_of_request(tree, size, align);
    usize i = 1;

    if (order > tree->node[1])
        return NULL;
    for (usize level = tree->order; level > order; level--) {
        i = 2 * i + 1;
        if (tree->node[i] < order)
            i--;
    }
    tree->node[i] = 0; /* the nodes below stay as they are, for when it comes back */
    update_above(tree, i, order);
    tree->user += size;
    tree->allocated += 1UL << order;
    /* Node 2^d is the first of level d, where a node stands for 2^order bytes. */
    return (void *)(tree->start + ((i - (1UL << (tree->order - order))) << order));
}

void buddy_tree_dealloc(struct buddy_tree *tree, void *pointer, usize size, usize align)
{
    usize order = order_of_request(tree, size, align);
    usize offset = (usize)pointer - tree->start;
    usize i;

    if (order > tree->order || offset >> tree->order != 0 || (offset & ((1UL << order) - 1)) != 0)
        panic("tree dealloc of %p: expected a block of the %lu bytes at 0x%lx, found none of size %lu there", pointer,
              1UL << tree->order, tree->start, size);
    i = (1UL << (tree->order - order)) + (offset >> order);
    if (tree->node[i] != 0)
        panic("tree dealloc of %p: expected nothing free in a block that is handed out, found 2^%d bytes", pointer,
              tree->node[i]);
    tree->node[i] = (uint8_t)order;
    update_above(tree, i, order);
    tree->user -= size;
    tree->allocated -= 1UL << order;
}
