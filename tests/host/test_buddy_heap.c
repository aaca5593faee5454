/* The heap of kernel/buddy_heap.c, the very file, on the host, call by call. */
#include "heaps.h"
#include "panics.h"

#include <stdalign.h>

static struct buddy_heap heap;
static alignas(4096) usize memory[512];

#define AT(offset) ((usize *)((usize)memory + (offset)))

static void heap_of(usize order, usize size)
{
    buddy_heap_new(&heap, order);
    buddy_heap_init(&heap, (usize)memory, size);
}

static void new_heap_is_empty(void)
{
    buddy_heap_new(&heap, 32);
    for (usize k = 0; k < 32; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    expect_statistics(&heap, 0, 0, 0);
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 1, 1));
    EXPECT_SOUND(&heap);
}

static void order_must_be_in_range(void)
{
    EXPECT_PANIC(buddy_heap_new(&heap, 3), "a heap needs an order from 4 to 32, found 3");
    EXPECT_PANIC(buddy_heap_new(&heap, 33), "a heap needs an order from 4 to 32, found 33");
    heap_of(4, 24);
    EXPECT_BLOCKS(&heap, 3, AT(16), AT(8), AT(0));
}

/* 1016 = 512 + 256 + 128 + 64 + 32 + 16 + 8 */
static void expect_seven_blocks(void)
{
    for (usize k = 0; k < 3; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    for (usize k = 3; k < 10; k++)
        EXPECT_BLOCKS(&heap, k, AT(1024 - (2UL << k)));
    for (usize k = 10; k < 32; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    EXPECT_SOUND(&heap);
}

static void words_fall_into_seven_blocks(void)
{
    heap_of(32, 127 * sizeof(usize));
    expect_seven_blocks();
    expect_statistics(&heap, 0, 0, 1016);
}

static void all_words_go_out_and_come_back(void)
{
    usize *blocks[127];

    heap_of(32, 127 * sizeof(usize));
    for (usize i = 0; i < 127; i++) {
        blocks[i] = buddy_heap_alloc(&heap, 1, 1);
        EXPECT(blocks[i] != NULL);
        EXPECT_SOUND(&heap);
    }
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 1, 1));
    expect_statistics(&heap, 127, 1016, 1016);
    for (usize i = 0; i < 127; i++) {
        buddy_heap_dealloc(&heap, blocks[i], 1, 1);
        EXPECT_SOUND(&heap);
    }
    expect_seven_blocks();
    expect_statistics(&heap, 0, 0, 1016);
}

static void order_caps_the_blocks(void)
{
    heap_of(8, 512);
    for (usize k = 0; k < 7; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    EXPECT_BLOCKS(&heap, 7, AT(384), AT(256), AT(128), AT(0));
    /* Buddies all, but there is no list for what they would make. */
    EXPECT_SOUND(&heap);
}

static void a_failure_changes_nothing(void)
{
    usize *block;

    heap_of(32, 127 * sizeof(usize));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 129 * sizeof(usize), 8));
    expect_seven_blocks();
    expect_statistics(&heap, 0, 0, 1016);
    block = buddy_heap_alloc(&heap, 1, 1);
    EXPECT_SAME(AT(1008), block);
}

static void requests_that_cannot_be_met_fail(void)
{
    heap_of(32, 1024);
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 1025, 8));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 1UL << 31, 8));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, (1UL << 31) + 1, 8));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, (1UL << 63) + 1, 8));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, ~0UL, 8));
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 8, 1UL << 63));
    EXPECT_BLOCKS(&heap, 10, AT(0));
    expect_statistics(&heap, 0, 0, 1024);
}

static void nothing_counts_as_one_byte(void)
{
    usize *block;

    heap_of(32, 8);
    block = buddy_heap_alloc(&heap, 0, 1);
    EXPECT_SAME(AT(0), block);
    expect_statistics(&heap, 0, 8, 8);
    buddy_heap_dealloc(&heap, block, 0, 1);
    EXPECT_BLOCKS(&heap, 3, AT(0));
}

static void splitting_goes_from_the_top_down(void)
{
    usize *block;

    /* before: 7 -> 0     after: 6 -> 64, 5 -> 32, 4 -> 16; the block is 0 */
    heap_of(8, 128);
    block = buddy_heap_alloc(&heap, 16, 8);
    EXPECT_SAME(AT(0), block);
    EXPECT_NO_BLOCKS(&heap, 7);
    EXPECT_BLOCKS(&heap, 6, AT(64));
    EXPECT_BLOCKS(&heap, 5, AT(32));
    EXPECT_BLOCKS(&heap, 4, AT(16));
    EXPECT_NO_BLOCKS(&heap, 3);
    expect_statistics(&heap, 16, 16, 128);
    EXPECT_SOUND(&heap);
}

static void merging_climbs_back(void)
{
    usize *one, *other;

    heap_of(8, 128);
    one = buddy_heap_alloc(&heap, 16, 8);
    other = buddy_heap_alloc(&heap, 16, 8);
    EXPECT_SAME(AT(16), other);
    /* before: 6 -> 64, 5 -> 32     then: 4 -> 0, since the buddy is out; after: 7 -> 0 */
    buddy_heap_dealloc(&heap, one, 16, 8);
    EXPECT_BLOCKS(&heap, 4, AT(0));
    EXPECT_BLOCKS(&heap, 5, AT(32));
    buddy_heap_dealloc(&heap, other, 16, 8);
    for (usize k = 0; k < 7; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    EXPECT_BLOCKS(&heap, 7, AT(0));
}

static void alignment_asks_for_a_larger_block(void)
{
    usize *block;

    heap_of(32, 1024);
    EXPECT_SAME(AT(0), buddy_heap_alloc(&heap, 8, 8));
    block = buddy_heap_alloc(&heap, 8, 256);
    EXPECT_SAME(AT(256), block);
    expect_statistics(&heap, 16, 8 + 256, 1024);
    buddy_heap_dealloc(&heap, block, 8, 256);
    expect_statistics(&heap, 8, 8, 1024);
    EXPECT_SOUND(&heap);
}

static void the_order_within_a_list_is_the_latest_first(void)
{
    usize *blocks[8];

    heap_of(7, 512);
    for (usize i = 0; i < 8; i++)
        blocks[i] = buddy_heap_alloc(&heap, 64, 8);
    EXPECT_SAME(AT(448), blocks[0]);
    buddy_heap_dealloc(&heap, blocks[3], 64, 8);
    buddy_heap_dealloc(&heap, blocks[0], 64, 8);
    buddy_heap_dealloc(&heap, blocks[5], 64, 8);
    EXPECT_BLOCKS(&heap, 6, blocks[5], blocks[0], blocks[3]);
}

static void a_buddy_deep_in_the_list_is_found(void)
{
    usize *blocks[8];

    heap_of(8, 512);
    for (usize i = 0; i < 8; i++)
        blocks[i] = buddy_heap_alloc(&heap, 64, 8);
    /* blocks: 384 448 256 320 128 192 0 64; before: 6 -> 0 -> 128 -> 256 -> 384     after: 6 -> 0 -> 128 -> 256, 7 ->
     * 384 */
    for (usize i = 0; i < 8; i += 2)
        buddy_heap_dealloc(&heap, blocks[i], 64, 8);
    EXPECT_BLOCKS(&heap, 6, AT(0), AT(128), AT(256), AT(384));
    buddy_heap_dealloc(&heap, AT(448), 64, 8);
    EXPECT_BLOCKS(&heap, 6, AT(0), AT(128), AT(256));
    EXPECT_BLOCKS(&heap, 7, AT(384));
}

static void a_large_request_wastes_its_rest(void)
{
    static alignas(128 * 1024) usize large[16 * 1024];
    void *block;

    buddy_heap_new(&heap, 32);
    buddy_heap_init(&heap, (usize)large, sizeof(large));
    block = buddy_heap_alloc(&heap, 65 * 1024, 8);
    EXPECT_SAME(large, block);
    expect_statistics(&heap, 65 * 1024, 128 * 1024, 128 * 1024);
    EXPECT_SAME(63 * 1024, buddy_heap_allocated(&heap) - buddy_heap_user(&heap));
}

static void regions_that_touch_can_merge(void)
{
    usize *block;

    buddy_heap_new(&heap, 32);
    buddy_heap_init(&heap, (usize)memory, 64);
    buddy_heap_init(&heap, (usize)AT(64), 64);
    /* Buddies, both free, since they were added apart. */
    EXPECT_BLOCKS(&heap, 6, AT(64), AT(0));
    EXPECT_SOUND(&heap);
    block = buddy_heap_alloc(&heap, 64, 8);
    buddy_heap_dealloc(&heap, block, 64, 8);
    EXPECT_BLOCKS(&heap, 7, AT(0));
    EXPECT_SOUND(&heap);
}

static void odd_regions_are_cut_to_whole_words(void)
{
    buddy_heap_new(&heap, 32);
    buddy_heap_add(&heap, (usize)memory + 1, (usize)memory + 1023);
    /* The published mountain, small: each list holds one block of the falling slope and one of the rising slope. */
    expect_statistics(&heap, 0, 0, 1008);
    for (usize k = 3; k < 9; k++)
        EXPECT_BLOCKS(&heap, k, AT(1024 - (2UL << k)), AT(1UL << k));
    buddy_heap_new(&heap, 32);
    buddy_heap_add(&heap, (usize)memory + 1, (usize)memory + 8);
    expect_statistics(&heap, 0, 0, 0);
}

static void reversed_regions_are_fatal(void)
{
    usize start = (usize)memory;

    buddy_heap_new(&heap, 32);
    EXPECT_PANIC(buddy_heap_add(&heap, start + 64, start),
                 "add of [0x%lx, 0x%lx): expected a start before the end, in whole words; found 0x%lx and 0x%lx",
                 start + 64, start, start + 64, start);
    /* No word lies between, and rounding has turned them about. */
    EXPECT_PANIC(buddy_heap_add(&heap, start + 1, start + 7),
                 "add of [0x%lx, 0x%lx): expected a start before the end, in whole words; found 0x%lx and 0x%lx",
                 start + 1, start + 7, start + 8, start);
    EXPECT_PANIC(buddy_heap_init(&heap, start, ~0UL),
                 "add of [0x%lx, 0x%lx): expected a start before the end, in whole words; found 0x%lx and 0x%lx", start,
                 start - 1, start, start - 8);
    EXPECT_PANIC(buddy_heap_add(&heap, ~0UL - 1, ~0UL),
                 "add of [0xfffffffffffffffe, 0xffffffffffffffff): expected a start before the end, in whole words; "
                 "found 0x0 and 0xfffffffffffffff8");
    EXPECT_PANIC(buddy_heap_add(&heap, 0, 64),
                 "add of [0x0, 0x40): expected no block at address 0, which is NULL; found one");
    expect_statistics(&heap, 0, 0, 0);
}

int main(void)
{
    TEST(new_heap_is_empty);
    TEST(order_must_be_in_range);
    TEST(words_fall_into_seven_blocks);
    TEST(all_words_go_out_and_come_back);
    TEST(order_caps_the_blocks);
    TEST(a_failure_changes_nothing);
    TEST(requests_that_cannot_be_met_fail);
    TEST(nothing_counts_as_one_byte);
    TEST(splitting_goes_from_the_top_down);
    TEST(merging_climbs_back);
    TEST(alignment_asks_for_a_larger_block);
    TEST(the_order_within_a_list_is_the_latest_first);
    TEST(a_buddy_deep_in_the_list_is_found);
    TEST(a_large_request_wastes_its_rest);
    TEST(regions_that_touch_can_merge);
    TEST(odd_regions_are_cut_to_whole_words);
    TEST(reversed_regions_are_fatal);
    return test_summary();
}
