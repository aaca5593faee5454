/* What a checked build refuses: each misuse is a panic whose sentence names the address, what was expected, what found.
 */
#include "buddy_ledger.h"
#include "heaps.h"
#include "panics.h"

#include <stdalign.h>

static struct buddy_heap heap;
static struct buddy_heap other_heap;
static alignas(4096) usize memory[512];

#define AT(offset) ((usize *)((usize)memory + (offset)))

/* [heap] 1024 bytes at memory, of which 16 at memory are handed out; other_heap is empty */
static usize *set_up(void)
{
    buddy_heap_new(&heap, 32);
    buddy_heap_new(&other_heap, 32);
    buddy_heap_init(&heap, (usize)memory, 1024);
    return buddy_heap_alloc(&heap, 10, 8);
}

static void books_follow_the_calls(void)
{
    usize *block = set_up();

    EXPECT_SAME(1, buddy_ledger.region_count);
    EXPECT_SAME(&heap, buddy_ledger.regions[0].heap);
    EXPECT_SAME(memory, buddy_ledger.regions[0].start);
    EXPECT_SAME(AT(1024), buddy_ledger.regions[0].end);
    EXPECT_SAME(1, buddy_ledger.block_count);
    EXPECT_SAME(&heap, buddy_ledger.blocks[0].heap);
    EXPECT_SAME(block, buddy_ledger.blocks[0].address);
    EXPECT_SAME(10, buddy_ledger.blocks[0].size);
    EXPECT_SAME(8, buddy_ledger.blocks[0].align);
    EXPECT_SAME(4, buddy_ledger.blocks[0].order);
    EXPECT_SAME(NULL, buddy_heap_alloc(&heap, 4096, 8));
    EXPECT_SAME(1, buddy_ledger.block_count);
    buddy_heap_dealloc(&heap, block, 10, 8);
    EXPECT_SAME(0, buddy_ledger.block_count);
    buddy_heap_new(&heap, 32);
    EXPECT_SAME(0, buddy_ledger.region_count);
}

static void double_free(void)
{
    usize *block = set_up();

    buddy_heap_dealloc(&heap, block, 10, 8);
    EXPECT_PANIC(
        buddy_heap_dealloc(&heap, block, 10, 8),
        "double free of %p: expected a block that is handed out, found that its 10 bytes were given back before",
        (void *)block);
    /* Also when the memory has since become the inside of another block; here it is what lies behind the second half.
     */
    EXPECT_SAME(AT(0), buddy_heap_alloc(&heap, 16, 8));
    block = buddy_heap_alloc(&heap, 16, 8);
    buddy_heap_dealloc(&heap, block, 16, 8);
    buddy_heap_dealloc(&heap, AT(0), 16, 8);
    EXPECT_SAME(AT(0), buddy_heap_alloc(&heap, 1024, 8));
    EXPECT_PANIC(
        buddy_heap_dealloc(&heap, block, 16, 8),
        "double free of %p: expected a block that is handed out, found that its 16 bytes were given back before",
        (void *)block);
}

static void pointer_never_handed_out(void)
{
    usize *block = set_up();

    EXPECT_PANIC(buddy_heap_dealloc(&heap, block + 1, 10, 8),
                 "dealloc of %p: expected a block as it was handed out, found an address inside the 10 bytes at %p",
                 (void *)(block + 1), (void *)block);
    EXPECT_PANIC(buddy_heap_dealloc(&heap, AT(512), 10, 8),
                 "dealloc of %p: expected a block that is handed out, found an address that was never handed out",
                 (void *)AT(512));
    EXPECT_PANIC(buddy_heap_dealloc(&heap, AT(1024), 10, 8),
                 "dealloc of %p: expected memory of the heap at %p, found an address that was never handed out, and "
                 "lies outside",
                 (void *)AT(1024), (void *)&heap);
    EXPECT_PANIC(buddy_heap_dealloc(&other_heap, block, 10, 8),
                 "dealloc of %p: expected memory of the heap at %p, found an address that was never handed out, and "
                 "lies outside",
                 (void *)block, (void *)&other_heap);
    EXPECT_PANIC(buddy_heap_dealloc(&heap, NULL, 10, 8),
                 "dealloc of 0x0: expected memory of the heap at %p, found an address that was never handed out, and "
                 "lies outside",
                 (void *)&heap);
}

static void wrong_size_or_alignment(void)
{
    usize *block = set_up();

    EXPECT_PANIC(buddy_heap_dealloc(&heap, block, 11, 8),
                 "dealloc of %p: expected size 10, as it was asked for, found 11", (void *)block);
    EXPECT_PANIC(buddy_heap_dealloc(&heap, block, ~0UL, 8),
                 "dealloc of %p: expected size 10, as it was asked for, found 18446744073709551615", (void *)block);
    EXPECT_PANIC(buddy_heap_dealloc(&heap, block, 10, 4),
                 "dealloc of %p: expected alignment 8, as it was asked for, found 4", (void *)block);
    EXPECT_PANIC(buddy_heap_alloc(&heap, 10, 3),
                 "alloc of 10 bytes: expected an alignment that is a power of two, found 3");
    EXPECT_PANIC(buddy_heap_alloc(&heap, 10, 0),
                 "alloc of 10 bytes: expected an alignment that is a power of two, found 0");
}

static void a_refused_release_changes_nothing(void)
{
    usize *block = set_up();

    EXPECT_PANIC(buddy_heap_dealloc(&heap, block, 11, 8),
                 "dealloc of %p: expected size 10, as it was asked for, found 11", (void *)block);
    EXPECT_SOUND(&heap);
    expect_statistics(&heap, 10, 16, 1024);
    buddy_heap_dealloc(&heap, block, 10, 8);
    EXPECT_BLOCKS(&heap, 10, AT(0));
}

static void overlapping_regions(void)
{
    set_up();
    EXPECT_PANIC(buddy_heap_add(&heap, (usize)AT(1016), (usize)AT(2048)),
                 "add of [%p, %p): expected memory that no heap has, found [%p, %p) of the heap at %p",
                 (void *)AT(1016), (void *)AT(2048), (void *)AT(0), (void *)AT(1024), (void *)&heap);
    EXPECT_PANIC(buddy_heap_add(&other_heap, (usize)AT(64), (usize)AT(128)),
                 "add of [%p, %p): expected memory that no heap has, found [%p, %p) of the heap at %p", (void *)AT(64),
                 (void *)AT(128), (void *)AT(0), (void *)AT(1024), (void *)&heap);
    buddy_heap_add(&other_heap, (usize)AT(1024), (usize)AT(2048));
    EXPECT_SOUND(&heap);
    EXPECT_SOUND(&other_heap);
}

/* Nothing was added, so there is nothing to note: the memory may still come, and the tables do not fill. */
static void empty_regions(void)
{
    buddy_heap_new(&heap, 32);
    buddy_heap_new(&other_heap, 32);
    for (usize i = 0; i <= BUDDY_LEDGER_REGIONS; i++)
        buddy_heap_init(&heap, (usize)AT(8), 0);
    EXPECT_SAME(0, buddy_ledger.region_count);
    buddy_heap_init(&heap, (usize)AT(0), 64);
    buddy_heap_add(&heap, (usize)AT(9), (usize)AT(23)); /* holds no whole word */
    EXPECT_SAME(1, buddy_ledger.region_count);
    EXPECT_SOUND(&heap);
    expect_statistics(&heap, 0, 0, 64);
}

static void full_tables(void)
{
    static alignas(4096) usize many[2 * BUDDY_LEDGER_BLOCKS];

    set_up();
    for (usize i = 1; i < BUDDY_LEDGER_REGIONS; i++)
        buddy_heap_init(&other_heap, (usize)AT(1024 + 16 * i), 8);
    EXPECT_PANIC(buddy_heap_init(&other_heap, (usize)AT(2048), 8),
                 "add of [%p, %p): the ledger is full: expected at most 16 regions", (void *)AT(2048),
                 (void *)AT(2056));
    buddy_heap_new(&heap, 32);
    buddy_heap_new(&other_heap, 32);
    buddy_heap_init(&heap, (usize)many, sizeof(many));
    for (usize i = 0; i < BUDDY_LEDGER_BLOCKS; i++)
        EXPECT(buddy_heap_alloc(&heap, 8, 8) != NULL);
    EXPECT_PANIC(buddy_heap_alloc(&heap, 8, 8),
                 "alloc of 8 bytes: the ledger is full: expected at most %d blocks to be out", BUDDY_LEDGER_BLOCKS);
    buddy_heap_new(&heap, 32);
}

int main(void)
{
    TEST(books_follow_the_calls);
    TEST(double_free);
    TEST(pointer_never_handed_out);
    TEST(wrong_size_or_alignment);
    TEST(a_refused_release_changes_nothing);
    TEST(overlapping_regions);
    TEST(empty_regions);
    TEST(full_tables);
    return test_summary();
}
