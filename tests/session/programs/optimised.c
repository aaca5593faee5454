/* Compiled with -O2: the list `gone` and the heap `lost` leave no trace, and `kept` lives in a register. */
#include <stdio.h>

struct node {
    struct node *next;
};

struct list {
    struct node *first;
};

static struct node nodes[2] = {{&nodes[1]}, {NULL}};

__attribute__((noinline)) static struct node *hide(struct node *node)
{
    asm volatile("" : "+r"(node)::"memory");
    return node;
}

struct heap {
    struct list lists[2];
};

int main(void)
{
    struct heap lost = {{{NULL}, {hide(&nodes[0])}}};
    struct list gone = {hide(&nodes[0])};
    struct list kept = {hide(&nodes[0])};
    struct node *before = gone.first;

    gone.first = (struct node *)((unsigned long)before * 3 + 1);
    lost.lists[1].first = before;
    puts("here");
    return kept.first == NULL;
}
