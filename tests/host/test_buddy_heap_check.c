/* The checker of kernel/buddy_heap_check.c: it accepts what is sound, and names each kind of damage. */
#include "heaps.h"
#include "panics.h"

#include <stdalign.h>

static struct buddy_heap heap;
static alignas(4096) usize memory[512];

#define AT(offset) ((usize *)((usize)memory + (offset)))

/* [heap] 6 -> 64, 5 -> 32, 4 -> 16; 16 bytes at 0 are handed out */
static void set_up(void)
{
    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, 128);
    buddy_heap_alloc(&heap, 16, 8);
    EXPECT_SOUND(&heap);
}

static void expect_fault(const char *what, usize order, const usize *block, usize expected, usize found)
{
    struct buddy_heap_fault fault = buddy_heap_check(&heap);

    if (fault.what == NULL || strcmp(what, fault.what) != 0) {
        printf("should find: %s\nbut found: %s\n", what, fault.what == NULL ? "no fault" : fault.what);
        test_is_ok = false;
    }
    EXPECT_SAME(order, fault.order);
    EXPECT_SAME(block, fault.block);
    EXPECT_SAME(expected, fault.expected);
    EXPECT_SAME(found, fault.found);
}

static void order_out_of_range(void)
{
    set_up();
    heap.order = 33;
    expect_fault("the heap must have 4 to 32 lists", 0, NULL, 32, 33);
}

static void block_on_a_list_that_must_be_empty(void)
{
    set_up();
    heap.free_list[2].head = AT(16);
    expect_fault("this list must be empty", 2, AT(16), 0, (usize)AT(16));
    set_up();
    heap.free_list[8].head = AT(0);
    expect_fault("this list must be empty", 8, AT(0), 0, (usize)AT(0));
}

static void misaligned(void)
{
    set_up();
    heap.free_list[5].head = AT(48);
    expect_fault("a block must be a multiple of its size", 5, AT(48), (usize)AT(32), (usize)AT(48));
}

static void outside(void)
{
    /* A link that leads out of the region is not followed. */
    set_up();
    *AT(16) = 0x1000;
    expect_fault("a block must lie in memory that was added", 4, (usize *)0x1000, 128, 0x1000);
    set_up();
    *AT(16) = -16UL;
    expect_fault("a block must lie in memory that was added", 4, (usize *)-16UL, 128, -16UL);
}

static void reaching_outside(void)
{
    /* [heap] 4 -> 0, 3 -> 16 of 24 bytes: 16 bytes at 16 would end behind them */
    buddy_heap_new(&heap, 8);
    buddy_heap_init(&heap, (usize)memory, 24);
    EXPECT_SOUND(&heap);
    linked_list_pop(&heap.free_list[3]);
    linked_list_push(&heap.free_list[4], AT(16));
    expect_fault("a block must lie in memory that was added", 4, AT(16), 24, (usize)AT(16));
}

static void free_and_handed_out(void)
{
    set_up();
    linked_list_push(&heap.free_list[3], AT(8));
    expect_fault("a free block must not be handed out as well", 3, AT(8), 0, (usize)AT(0));
}

static void on_two_lists(void)
{
    set_up();
    linked_list_push(&heap.free_list[4], AT(32));
    expect_fault("a block must be on one list, once", 5, AT(32), 0, 4);
}

static void a_list_that_comes_back(void)
{
    set_up();
    *AT(64) = (usize)AT(64);
    expect_fault("a block must be on one list, once", 6, AT(64), 0, 6);
}

static void overlap(void)
{
    set_up();
    linked_list_push(&heap.free_list[4], AT(48));
    expect_fault("two blocks must not overlap", 5, AT(32), 0, (usize)AT(48));
}

static void buddies_unmerged(void)
{
    set_up();
    linked_list_pop(&heap.free_list[6]);
    linked_list_push(&heap.free_list[5], AT(64));
    linked_list_push(&heap.free_list[5], AT(96));
    expect_fault("two buddies must not both be free", 5, AT(64), 0, (usize)AT(96));
}

static void a_block_lost(void)
{
    set_up();
    linked_list_pop(&heap.free_list[5]);
    expect_fault("the free blocks must add up to total - allocated", 0, NULL, 112, 80);
}

static void user_above_allocated(void)
{
    set_up();
    heap.user = 17;
    expect_fault("no more can be asked for than is handed out", 0, NULL, 16, 17);
}

int main(void)
{
    TEST(order_out_of_range);
    TEST(block_on_a_list_that_must_be_empty);
    TEST(misaligned);
    TEST(outside);
    TEST(reaching_outside);
    TEST(free_and_handed_out);
    TEST(on_two_lists);
    TEST(a_list_that_comes_back);
    TEST(overlap);
    TEST(buddies_unmerged);
    TEST(a_block_lost);
    TEST(user_above_allocated);
    return test_summary();
}
