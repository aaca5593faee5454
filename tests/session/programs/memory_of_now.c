/* Memory that changes while GDB stands: by a call, by an assignment, by a file, by another process. ready() is where to
   stop; only main's frame has the list `local`. Runs as a process, and on a machine of its own. */
#include <stddef.h>

#ifdef __riscv
asm(".section .text.entry, \"ax\"\n"
    ".globl _start\n"
    "_start: la sp, stack_top\n"
    "call main\n"
    "over: j over\n"
    ".text");
#endif

struct node {
    struct node *next;
    int v;
} nodes[4], *head, *lists[4];

struct heap {
    struct node *free_list[4];
} heap;

int i = 2, pushes;

void ready(void)
{
}

struct node *push(int k)
{
    pushes++;
    nodes[k].v = k;
    nodes[k].next = head;
    head = &nodes[k];
    return head;
}

struct heap *give_back(int k)
{
    pushes++;
    nodes[k].next = heap.free_list[3];
    heap.free_list[3] = &nodes[k];
    return &heap;
}

int main(void)
{
    struct node *local = &nodes[0];

    push(0);
    push(1);
    lists[1] = head;
    pushes = 0;
    ready();
    return local == NULL;
}
