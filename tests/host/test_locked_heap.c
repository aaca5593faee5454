/* The lock and the rescue of kernel/locked_heap.c, the very file, with threads. `test_locked_heap SEED` repeats a run.
 */
#include "heaps.h"
#include "locked_heap.h"
#include "panics.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>

static struct locked_heap heap;
static alignas(4096) usize memory[2048];
static alignas(4096) usize reserve[512];
static usize seed;

static usize rescues;
static bool was_locked;

/* Adds the reserve the first time, nothing afterwards. */
static void rescue(struct buddy_heap *within, usize size, usize align)
{
    (void)size, (void)align;
    was_locked = atomic_load(&heap.locked) == 1;
    if (rescues++ == 0)
        buddy_heap_init(within, (usize)reserve, sizeof(reserve));
}

static void alloc_and_dealloc_leave_it_unlocked(void)
{
    void *block;

    locked_heap_new(&heap, 32);
    locked_heap_init(&heap, (usize)memory, 512);
    locked_heap_add(&heap, (usize)memory + 512, (usize)memory + 1024);
    EXPECT_SAME(1024, heap.heap.total);
    block = locked_heap_alloc(&heap, 100, 8);
    EXPECT(block != NULL);
    EXPECT_SAME(0, atomic_load(&heap.locked));
    EXPECT_SAME(NULL, locked_heap_alloc(&heap, 4096, 8));
    EXPECT_SAME(0, atomic_load(&heap.locked));
    locked_heap_dealloc(&heap, block, 100, 8);
    EXPECT_SAME(0, atomic_load(&heap.locked));
    expect_statistics(&heap.heap, 0, 0, 1024);
}

static void rescue_is_not_called_without_need(void)
{
    locked_heap_new(&heap, 32);
    locked_heap_init(&heap, (usize)memory, 1024);
    rescues = 0;
    EXPECT_SAME(memory, locked_heap_alloc_or_rescue(&heap, 1024, 8, rescue));
    EXPECT_SAME(0, rescues);
}

static void rescue_brings_memory(void)
{
    void *block;

    locked_heap_new(&heap, 32);
    rescues = 0;
    was_locked = false;
    block = locked_heap_alloc_or_rescue(&heap, 4096, 8, rescue);
    EXPECT_SAME(reserve, block);
    EXPECT_SAME(1, rescues);
    EXPECT(was_locked);
    EXPECT_SAME(0, atomic_load(&heap.locked));
    expect_statistics(&heap.heap, 4096, 4096, 4096);
}

static void rescue_is_called_once_and_may_fail(void)
{
    locked_heap_new(&heap, 32);
    rescues = 1;
    EXPECT_SAME(NULL, locked_heap_alloc_or_rescue(&heap, 4096, 8, rescue));
    EXPECT_SAME(2, rescues);
    EXPECT_SAME(0, atomic_load(&heap.locked));
    expect_statistics(&heap.heap, 0, 0, 0);
}

#define THREADS 4
#define CALLS   20000
#define SLOTS   16

static const char *damage; /* what a thread found, NULL when all went well */

/* Fills its blocks with its own byte, and finds it there when it gives them back. */
static void *thread(void *argument)
{
    usize state = seed + (usize)argument;
    uint8_t *blocks[SLOTS] = {NULL};
    uint8_t mark = (uint8_t)(usize)argument;

    for (usize call = 0; call < CALLS; call++) {
        usize slot = random_next(&state) % SLOTS;
        usize size = 1 + slot * 20;

        if (blocks[slot] == NULL) {
            blocks[slot] = locked_heap_alloc(&heap, size, 1);
            if (blocks[slot] != NULL)
                memset(blocks[slot], mark, size);
            continue;
        }
        for (usize i = 0; i < size; i++) {
            if (blocks[slot][i] != mark)
                damage = "a block was handed out to two threads at once";
        }
        locked_heap_dealloc(&heap, blocks[slot], size, 1);
        blocks[slot] = NULL;
    }
    for (usize slot = 0; slot < SLOTS; slot++) {
        if (blocks[slot] != NULL)
            locked_heap_dealloc(&heap, blocks[slot], 1 + slot * 20, 1);
    }
    return NULL;
}

static void threads_do_not_meet_inside(void)
{
    pthread_t threads[THREADS];

    locked_heap_new(&heap, 32);
    locked_heap_init(&heap, (usize)memory, sizeof(memory));
    damage = NULL;
    for (usize i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, thread, (void *)(i + 1));
    for (usize i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    EXPECT_SAME(NULL, damage);
    EXPECT_SOUND(&heap.heap);
    expect_statistics(&heap.heap, 0, 0, sizeof(memory));
}

int main(int argc, char **argv)
{
    seed = random_seed(argc, argv);

    TEST(alloc_and_dealloc_leave_it_unlocked);
    TEST(rescue_is_not_called_without_need);
    TEST(rescue_brings_memory);
    TEST(rescue_is_called_once_and_may_fail);
    TEST(threads_do_not_meet_inside);
    return test_summary();
}
