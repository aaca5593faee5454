/* A program of a stranger's, with lists of all kinds: sound, circular, and broken in the ways a process has. */
#include <stdlib.h>
#include <sys/mman.h>

#define COUNT 3

struct node {
    struct node *next;
    long value;
};

struct list {
    struct node *first;
};

static const struct node fixed = {NULL, 1}; /* among the constants */
static struct node nodes[COUNT];
struct list sound, ring, to_nothing, to_closed, to_constants;
struct list *heap;

/* [list] -> nodes, each of them allocated -> last */
static void build(struct list *list, struct node *last)
{
    list->first = last;
    for (int i = 0; i < COUNT; i++) {
        struct node *node = malloc(sizeof *node);
        node->next = list->first;
        node->value = i;
        list->first = node;
    }
}

static void ready(void)
{
}

int main(void)
{
    void *closed = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    for (int i = 0; i < COUNT; i++)
        nodes[i].next = &nodes[(i + 1) % COUNT];
    ring.first = &nodes[0];
    heap = malloc(sizeof *heap);
    build(&sound, NULL);
    build(heap, NULL);
    build(&to_nothing, (struct node *)0x1000);
    build(&to_closed, closed);
    build(&to_constants, (struct node *)&fixed);
    ready();
    for (volatile long turns = 0;; turns++)
        ; /* for those who look at a program that runs */
}
