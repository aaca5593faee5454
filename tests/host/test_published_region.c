/*
 * The published decomposition of [0x100000001, 0x2ffffffff): nearly 8 GiB, of which 58 words are touched. Built without
 * AddressSanitizer, whose shadow lies there.
 */
#include "heaps.h"
#include "panics.h"

#include <sys/mman.h>

#define START 0x100000000UL
#define END   0x300000000UL

static struct buddy_heap heap;

static void two_slopes_of_blocks(void)
{
    void *region = mmap((void *)START, END - START, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

    EXPECT_SAME(START, region);
    if (!test_is_ok)
        return;
    buddy_heap_new(&heap, 32);
    buddy_heap_add(&heap, 0x100000001, 0x2ffffffff);

    /* Each list: [free_list[k]] -> the block on the falling slope -> the one on the rising slope, added before it */
    expect_statistics(&heap, 0, 0, 0x1fffffff0);
    for (usize k = 0; k < 3; k++)
        EXPECT_NO_BLOCKS(&heap, k);
    for (usize k = 3; k < 32; k++)
        EXPECT_BLOCKS(&heap, k, (usize *)(END - (2UL << k)), (usize *)(START + (1UL << k)));
    EXPECT_SOUND(&heap);
    munmap(region, END - START);
}

int main(void)
{
    TEST(two_slopes_of_blocks);
    return test_summary();
}
