/* Heaps in arrays and in other objects, and ways to name the memory of one. ready() is where to stop. */
#include <stddef.h>
#include <stdint.h>

typedef size_t usize;
struct list {
    usize *head;
};
struct heap {
    usize order;
    struct list free_list[12];
    usize user, allocated, total;
} heaps[3];
struct cpu {
    int id;
    struct heap heap;
} cpus[4];
struct heap *current = &heaps[1], *of_cpu = &cpus[2].heap;
static usize memory[64] __attribute__((aligned(512)));
struct slice {
    usize *data_ptr;
    usize length;
} slice = {memory, 32};

void ready(void)
{
}

static void fresh(struct heap *heap, usize *block)
{
    heap->order = 12;
    heap->free_list[8].head = block;
    heap->total = 256;
}

int main(void)
{
    fresh(&heaps[1], memory);
    fresh(&cpus[2].heap, memory + 32);
    ready();
    return 0;
}
