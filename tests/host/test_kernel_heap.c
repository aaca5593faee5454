/* The kernel heap and the vector, the very files, on the host: the article's test, with the host's own .bss. */
#include "heaps.h"
#include "kernel_heap.h"
#include "panics.h"
#include "vector.h"

extern uint8_t __bss_start[]; /* the host's linker places them */
extern uint8_t _end[];

static bool in_bss(const void *pointer)
{
    return (usize)__bss_start <= (usize)pointer && (usize)pointer < (usize)_end;
}

static void a_box(void)
{
    usize *heap_value;

    kernel_heap_init();
    EXPECT_SAME(0x800000, kernel_heap.heap.total);
    heap_value = kernel_alloc(sizeof(*heap_value), _Alignof(usize));
    *heap_value = 5;
    EXPECT(in_bss(heap_value));
    EXPECT_SOUND(&kernel_heap.heap);
    EXPECT_SAME(5, *heap_value);
    kernel_dealloc(heap_value, sizeof(*heap_value), _Alignof(usize));
    expect_statistics(&kernel_heap.heap, 0, 0, 0x800000);
}

static void a_vector_of_500(void)
{
    struct vector vec = vector_new();
    const usize *buffer = NULL;
    usize moves = 0;

    kernel_heap_init();
    for (usize i = 0; i < 500; i++) {
        vector_push(&vec, i);
        if (vec.buffer != buffer) {
            buffer = vec.buffer;
            moves++;
            EXPECT_SOUND(&kernel_heap.heap);
            /* The old buffer has gone back. */
            EXPECT_SAME(vec.capacity * 8, kernel_heap.heap.allocated);
        }
    }
    /* 4, 8, 16, 32, 64, 128, 256, 512 words */
    EXPECT_SAME(8, moves);
    EXPECT_SAME(500, vec.length);
    EXPECT_SAME(512, vec.capacity);
    EXPECT(in_bss(vec.buffer));
    for (usize i = 0; i < 500; i++)
        EXPECT_SAME(i, vec.buffer[i]);
    vector_free(&vec);
    expect_statistics(&kernel_heap.heap, 0, 0, 0x800000);
    vector_free(&vec);
    EXPECT_SOUND(&kernel_heap.heap);
}

static void no_memory_for_a_vector(void)
{
    struct vector vec = vector_new();

    kernel_heap_init();
    for (usize size = KERNEL_HEAP_SIZE; size >= 8; size /= 2) {
        while (kernel_alloc(size, 8) != NULL)
            ;
    }
    EXPECT_SAME(0x800000, kernel_heap.heap.allocated);
    EXPECT_PANIC(vector_push(&vec, 1), "no memory for a vector of 4 words");
}

int main(void)
{
    TEST(a_box);
    TEST(a_vector_of_500);
    TEST(no_memory_for_a_vector);
    return test_summary();
}
