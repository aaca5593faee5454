/* The tree of kernel/buddy_tree.c, the very file, beside a model that knows each word. `test_buddy_tree SEED` repeats.
 */
#include "buddy_tree.h"
#include "heaps.h"
#include "panics.h"

#include <stdalign.h>
#include <string.h>

#define ORDER 10
#define WORDS (1 << (ORDER - 3))

static struct buddy_tree tree;
static uint8_t node[2 * WORDS];
static alignas(1024) usize memory[WORDS];
static usize state;

#define AT(offset) ((usize *)((usize)memory + (offset)))

static void set_up(void)
{
    memset(node, 0xee, sizeof(node));
    buddy_tree_init(&tree, (usize)memory, ORDER, node);
}

static void new_tree_is_free_as_a_whole(void)
{
    set_up();
    EXPECT_SAME(10, node[1]);
    EXPECT_SAME(9, node[2]);
    EXPECT_SAME(9, node[3]);
    EXPECT_SAME(3, node[WORDS]);
    EXPECT_SAME(3, node[2 * WORDS - 1]);
}

static void right_is_tried_before_left(void)
{
    set_up();
    EXPECT_SAME(AT(1024 - 16), buddy_tree_alloc(&tree, 16, 8));
    /* 10 becomes 9 -> the left half; the right one has 8, 7, ... down to the buddy of the 16 bytes */
    EXPECT_SAME(9, node[1]);
    EXPECT_SAME(9, node[2]);
    EXPECT_SAME(8, node[3]);
    EXPECT_SAME(0, node[2 * (WORDS / 2) - 1]);
    EXPECT_SAME(4, node[2 * (WORDS / 2) - 2]);
    EXPECT_SAME(AT(512), buddy_tree_alloc(&tree, 256, 8));
    EXPECT_SAME(AT(0), buddy_tree_alloc(&tree, 512, 8));
    EXPECT_SAME(NULL, buddy_tree_alloc(&tree, 256, 8));
    EXPECT_SAME(16 + 256 + 512, tree.user);
    EXPECT_SAME(16 + 256 + 512, tree.allocated);
}

static void two_free_halves_make_a_whole(void)
{
    usize *one, *other;

    set_up();
    one = buddy_tree_alloc(&tree, 512, 8);
    other = buddy_tree_alloc(&tree, 500, 8);
    EXPECT_SAME(0, node[1]);
    buddy_tree_dealloc(&tree, one, 512, 8);
    EXPECT_SAME(9, node[1]);
    buddy_tree_dealloc(&tree, other, 500, 8);
    EXPECT_SAME(10, node[1]);
    EXPECT_SAME(0, tree.user);
    EXPECT_SAME(0, tree.allocated);
    EXPECT_SAME(AT(0), buddy_tree_alloc(&tree, 1024, 8));
}

static void requests_that_cannot_be_met_fail(void)
{
    set_up();
    EXPECT_SAME(NULL, buddy_tree_alloc(&tree, 1025, 8));
    EXPECT_SAME(NULL, buddy_tree_alloc(&tree, ~0UL, 8));
    EXPECT_SAME(NULL, buddy_tree_alloc(&tree, 8, 2048));
    EXPECT_SAME(10, node[1]);
}

static void cost(void)
{
    /* With blocks of 8 bytes the tree takes a quarter of the region, with single bytes twice the region. */
    EXPECT_SAME(256, buddy_tree_cost(10, 3));
    EXPECT_SAME(2048, buddy_tree_cost(10, 0));
    EXPECT_SAME(2UL << 20, buddy_tree_cost(23, 3));
    EXPECT_SAME(sizeof(node), buddy_tree_cost(ORDER, BUDDY_TREE_LEAF_ORDER));
}

static void misuse(void)
{
    usize *block;

    EXPECT_PANIC(buddy_tree_init(&tree, (usize)memory, 2, node),
                 "a tree needs a region of 2^3 to 2^63 bytes, found 2^2");
    EXPECT_PANIC(buddy_tree_init(&tree, (usize)memory + 8, ORDER, node),
                 "a tree's region of 2^10 bytes must start at a multiple of its size, found 0x%lx", (usize)memory + 8);
    set_up();
    block = buddy_tree_alloc(&tree, 16, 8);
    EXPECT_PANIC(buddy_tree_dealloc(&tree, AT(1024), 16, 8),
                 "tree dealloc of %p: expected a block of the 1024 bytes at 0x%lx, found none of size 16 there",
                 (void *)AT(1024), (usize)memory);
    EXPECT_PANIC(buddy_tree_dealloc(&tree, block + 1, 16, 8),
                 "tree dealloc of %p: expected a block of the 1024 bytes at 0x%lx, found none of size 16 there",
                 (void *)(block + 1), (usize)memory);
    buddy_tree_dealloc(&tree, block, 16, 8);
    EXPECT_PANIC(buddy_tree_dealloc(&tree, block, 16, 8),
                 "tree dealloc of %p: expected nothing free in a block that is handed out, found 2^4 bytes",
                 (void *)block);
}

static bool taken[WORDS]; /* the model: which words are handed out */

/* The highest place, a multiple of its size, where so many words are free; WORDS when there is none. */
static usize highest_place(usize words)
{
    for (usize first = WORDS; first >= words;) {
        bool is_free = true;

        first -= words;
        for (usize i = first; i < first + words; i++)
            is_free = is_free && !taken[i];
        if (is_free)
            return first;
    }
    return WORDS;
}

static usize words_for(usize size)
{
    usize words = 1;

    while (words * sizeof(usize) < size)
        words *= 2;
    return words;
}

static usize calls = 200000;

static void random_calls_agree_with_the_model(void)
{
    struct request {
        usize *pointer;
        usize size;
    } requests[WORDS];
    usize count = 0;

    set_up();
    for (usize call = 0; call < calls && test_is_ok; call++) {
        usize size = random_next(&state) % (1UL << random_next(&state) % 12);

        if (count == 0 || random_next(&state) % 16 < (call / 64 % 2 == 0 ? 10 : 6)) {
            usize *pointer = buddy_tree_alloc(&tree, size, 1);
            usize place = size > sizeof(memory) ? WORDS : highest_place(words_for(size));

            EXPECT_SAME(place == WORDS ? NULL : &memory[place], pointer);
            if (pointer == NULL)
                continue;
            memset(&taken[place], true, words_for(size));
            requests[count++] = (struct request){.pointer = pointer, .size = size};
        } else {
            usize index = random_next(&state) % count;
            struct request request = requests[index];

            requests[index] = requests[--count];
            buddy_tree_dealloc(&tree, request.pointer, request.size, 1);
            memset(&taken[request.pointer - memory], false, words_for(request.size));
        }
    }
    while (count > 0) {
        count--;
        buddy_tree_dealloc(&tree, requests[count].pointer, requests[count].size, 1);
    }
    EXPECT_SAME(ORDER, node[1]);
    EXPECT_SAME(0, tree.user);
    EXPECT_SAME(0, tree.allocated);
}

int main(int argc, char **argv)
{
    state = random_seed(argc, argv);
    if (argc > 2)
        calls = strtoul(argv[2], NULL, 0);

    TEST(new_tree_is_free_as_a_whole);
    TEST(right_is_tried_before_left);
    TEST(two_free_halves_make_a_whole);
    TEST(requests_that_cannot_be_met_fail);
    TEST(cost);
    TEST(misuse);
    TEST(random_calls_agree_with_the_model);
    return test_summary();
}
