/* The byte allocator of kernel/byte_allocator.c, the very file, on the host. */
#include "byte_allocator.h"
#include "heaps.h"
#include "panics.h"

#include <stdalign.h>

static struct byte_allocator allocator;
static alignas(4096) usize memory[512];

static void expect_bytes(usize total, usize used, usize available)
{
    EXPECT_SAME(total, byte_allocator_total_bytes(&allocator));
    EXPECT_SAME(used, byte_allocator_used_bytes(&allocator));
    EXPECT_SAME(available, byte_allocator_available_bytes(&allocator));
    EXPECT_SOUND(&allocator.heap);
}

static void bytes_are_counted_as_blocks(void)
{
    struct byte_allocation allocation;

    byte_allocator_init(&allocator, (usize)memory, 1016);
    expect_bytes(1016, 0, 1016);
    allocation = byte_allocator_alloc(&allocator, 17, 1);
    EXPECT_SAME(NO_ERROR, allocation.error);
    EXPECT_SAME((usize)memory + 960, allocation.pointer);
    expect_bytes(1016, 32, 984);
    byte_allocator_dealloc(&allocator, allocation.pointer, 17, 1);
    expect_bytes(1016, 0, 1016);
}

static void no_memory_is_an_error_with_a_name(void)
{
    struct byte_allocation allocation;

    byte_allocator_init(&allocator, (usize)memory, 1016);
    allocation = byte_allocator_alloc(&allocator, 129 * 8, 8);
    EXPECT_SAME(NO_MEMORY, allocation.error);
    EXPECT_SAME(NULL, allocation.pointer);
    expect_bytes(1016, 0, 1016);
    allocation = byte_allocator_alloc(&allocator, 1, 1);
    EXPECT_SAME(NO_ERROR, allocation.error);
    EXPECT_SAME((usize)memory + 1008, allocation.pointer);
    allocation = byte_allocator_alloc(&allocator, ~0UL, 1);
    EXPECT_SAME(NO_MEMORY, allocation.error);
}

static void more_memory_can_be_added(void)
{
    byte_allocator_init(&allocator, (usize)memory, 1016);
    byte_allocator_add_memory(&allocator, (usize)memory + 2048, 2048);
    expect_bytes(3064, 0, 3064);
    EXPECT_SAME((usize)memory + 2048, byte_allocator_alloc(&allocator, 129 * 8, 8).pointer);
    expect_bytes(3064, 2048, 1016);
}

int main(void)
{
    TEST(bytes_are_counted_as_blocks);
    TEST(no_memory_is_an_error_with_a_name);
    TEST(more_memory_can_be_added);
    return test_summary();
}
