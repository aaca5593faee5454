/* Lesson 8: the same requests, two data structures, side by side. walkthrough.md tells the story. */
#include "lesson.h"
#include "buddy_heap.h"
#include "buddy_tree.h"
#include "check.h"
#include "check_heap.h"
#include "console.h"
#include "step.h"
#include "types.h"

#define ORDER 10 /* both regions have 2^10 bytes */
#define COUNT 4

const char lesson_title[] = "Lists or a tree";

static usize heap_memory[128] __attribute__((aligned(4096)));
static usize tree_memory[128] __attribute__((aligned(4096)));
static uint8_t nodes[256]; /* the tree: two bytes for each word of its memory */
static struct buddy_heap heap;
static struct buddy_tree tree;

void lesson(void)
{
    usize sizes[COUNT] = {16, 100, 8, 200};
    usize *from_heap[COUNT] = {NULL};
    usize *from_tree[COUNT] = {NULL};

    STEP(1, "1024 bytes for a heap, 1024 bytes for a tree");
    buddy_heap_new(&heap, ORDER + 1);
    buddy_heap_init(&heap, (usize)heap_memory, sizeof(heap_memory));
    CHECK("bytes of the tree", sizeof(nodes), buddy_tree_cost(ORDER, BUDDY_TREE_LEAF_ORDER));
    buddy_tree_init(&tree, (usize)tree_memory, ORDER, nodes);

    STEP(2, "ask both for 16 bytes");
    from_heap[0] = buddy_heap_alloc(&heap, sizes[0], 8);
    from_tree[0] = buddy_tree_alloc(&tree, sizes[0], 8);

    STEP(3, "compare the two blocks");
    CHECK("the heap's block, at the start", &heap_memory[0], from_heap[0]);
    CHECK("the tree's block, at the end", &tree_memory[126], from_tree[0]);
    console_printf("3. the first and the last 16 bytes: ok\n");

    STEP(4, "ask both for 100, 8 and 200 bytes");
    for (usize i = 1; i < COUNT; i++) {
        from_heap[i] = buddy_heap_alloc(&heap, sizes[i], 8);
        from_tree[i] = buddy_tree_alloc(&tree, sizes[i], 8);
    }

    STEP(5, "compare the four blocks");
    for (usize i = 0; i < COUNT; i++) {
        usize size = i == 0 ? 16 : i == 1 ? 128 : i == 2 ? 8 : 256;
        usize offset = (usize)from_heap[i] - (usize)heap_memory;

        CHECK("the tree's block", (usize)tree_memory + sizeof(tree_memory) - size - offset, from_tree[i]);
    }
    CHECK("bytes that the heap handed out", 16 + 128 + 8 + 256, heap.allocated);
    CHECK("bytes that the tree handed out", heap.allocated, tree.allocated);
    CHECK("the largest free block of the tree", 9, tree.node[1]);
    CHECK("the node of the 256 bytes that are out", 0, tree.node[6]);
    CHECK("its lower half, as it was", 7, tree.node[12]);
    CHECK("its upper half, as it was", 7, tree.node[13]);
    CHECK("the largest free block of the heap", &heap_memory[64], heap.free_list[9].head);
    CHECK_HEAP(&heap);
    console_printf("5. 324 bytes asked for, 408 handed out, by both: ok\n");

    STEP(6, "give all of them back, to both");
    for (usize i = 0; i < COUNT; i++) {
        buddy_heap_dealloc(&heap, from_heap[i], sizes[i], 8);
        buddy_tree_dealloc(&tree, from_tree[i], sizes[i], 8);
    }

    STEP(7, "ask both for 512 and for 16 bytes; give the 512 back");
    CHECK("the heap's only block", heap_memory, heap.free_list[ORDER].head);
    CHECK("the root of the tree", ORDER, tree.node[1]);
    CHECK_HEAP(&heap);
    console_printf("7. one block of 1024 bytes in each: ok\n");
    from_heap[0] = buddy_heap_alloc(&heap, 512, 8);
    from_tree[0] = buddy_tree_alloc(&tree, 512, 8);
    from_heap[1] = buddy_heap_alloc(&heap, 16, 8);
    from_tree[1] = buddy_tree_alloc(&tree, 16, 8);
    buddy_heap_dealloc(&heap, from_heap[0], 512, 8);
    buddy_tree_dealloc(&tree, from_tree[0], 512, 8);

    STEP(8, "ask both for 16 bytes more, and for 512");
    CHECK("the heap's 16 bytes, at the start of its upper half", &heap_memory[64], from_heap[1]);
    CHECK("the tree's 16 bytes, at the end of its lower half", &tree_memory[62], from_tree[1]);
    from_heap[2] = buddy_heap_alloc(&heap, 16, 8);
    from_tree[2] = buddy_tree_alloc(&tree, 16, 8);
    from_heap[3] = buddy_heap_alloc(&heap, 512, 8);
    from_tree[3] = buddy_tree_alloc(&tree, 512, 8);

    STEP(9, "compare what they got; then count what each costs");
    CHECK("the heap's 16 bytes, beside the first", &heap_memory[66], from_heap[2]);
    CHECK("the tree's 16 bytes, at the end of its upper half", &tree_memory[126], from_tree[2]);
    CHECK("the heap's 512 bytes", heap_memory, from_heap[3]);
    CHECK("the tree's 512 bytes", NULL, from_tree[3]);
    CHECK_HEAP(&heap);
    console_printf("9. the heap serves 512 bytes, the tree refuses them: ok\n");
    CHECK("a quarter of 8 MiB", (8UL << 20) / 4, buddy_tree_cost(23, BUDDY_TREE_LEAF_ORDER));
    CHECK("twice 8 MiB", (8UL << 20) * 2, buddy_tree_cost(23, 0));
    console_printf("9. for 1 KiB: the lists take %lu, the tree %lu bytes: ok\n", sizeof(heap), sizeof(nodes));
    console_printf("9. for 8 MiB: the lists take %lu, the tree %lu bytes: ok\n", sizeof(heap),
                   buddy_tree_cost(23, BUDDY_TREE_LEAF_ORDER));
    console_printf("9. with blocks of one byte: the tree %lu bytes: ok\n", buddy_tree_cost(23, 0));
}
