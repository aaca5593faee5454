/* Heaps as students break them; state(what) is where to stop. Compile with kernel/buddy_heap.c and
 * kernel/linked_list.c, -Ikernel. */
#include "buddy_heap.h"
#include "panic.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
_Noreturn void panic_at(const char *f, int l, const char *fmt, ...)
{
    va_list v;
    va_start(v, fmt);
    fprintf(stderr, "panic: %s:%d: ", f, l);
    vfprintf(stderr, fmt, v);
    fputc('\n', stderr);
    abort();
}
static usize memory[64] __attribute__((aligned(512)));
static struct buddy_heap heap;
static void fresh(void)
{
    memset(memory, 0, sizeof memory);
    buddy_heap_new(&heap, 10);
    buddy_heap_init(&heap, (usize)memory, sizeof memory);
}
static void state(const char *what)
{
}
int main(void)
{
    void *a, *b, *c;
    fresh();
    a = buddy_heap_alloc(&heap, 8, 8);
    buddy_heap_dealloc(&heap, a, 64, 8);
    state("freed with another size");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    b = buddy_heap_alloc(&heap, 32, 8);
    buddy_heap_dealloc(&heap, a, 32, 8);
    *(usize *)a = 0xdeadbeef;
    state("use after free, 0xdeadbeef");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    b = buddy_heap_alloc(&heap, 32, 8);
    buddy_heap_dealloc(&heap, a, 32, 8);
    *(usize *)a = 0xfaabcafefaabcafe;
    state("poison");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    linked_list_push(&heap.free_list[5], a);
    linked_list_push(&heap.free_list[5], a);
    state("double push: a self loop");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    b = buddy_heap_alloc(&heap, 32, 8);
    c = buddy_heap_alloc(&heap, 32, 8);
    linked_list_push(&heap.free_list[6], b);
    heap.allocated -= 64;
    state("wrong merge: b and the block behind it");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    heap.free_list[5].head = NULL;
    state("a block lost");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    linked_list_push(&heap.free_list[3], (usize *)((char *)a + 4));
    state("misaligned");
    fresh();
    linked_list_push(&heap.free_list[4], (usize *)&a);
    state("a block on the stack");
    fresh();
    a = buddy_heap_alloc(&heap, 32, 8);
    linked_list_push(&heap.free_list[4], heap.free_list[7].head);
    state("one block on two lists");
    fresh();
    heap.order = 99;
    state("order overwritten with 99");
    fresh();
    heap.order = 0;
    state("order overwritten with 0");
    fresh();
    memset(&heap, 0xff, sizeof heap);
    state("heap overwritten with ff");
    fresh();
    a = buddy_heap_alloc(&heap, 8, 8);
    b = buddy_heap_alloc(&heap, 8, 8);
    linked_list_push(&heap.free_list[3], a);
    linked_list_push(&heap.free_list[3], b);
    heap.allocated -= 16;
    heap.user -= 16;
    state("never merged");
    return 0;
}
