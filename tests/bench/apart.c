/* A process with a list that has one node a page, in order or not, as `make bench` walks it. */
#include <stdbool.h>
#include <stdlib.h>

#define PAGE 4096

static struct {
    void **head;
} list;

/* The debugger sets them. */
volatile unsigned long count = 1000;
volatile bool in_order;

void ready(void)
{
}

static void push(char *node)
{
    *(void **)node = list.head;
    list.head = (void **)node;
}

void fill(void)
{
    char *pool = aligned_alloc(PAGE, count * PAGE);
    unsigned long *order = calloc(count, sizeof *order);

    for (unsigned long i = 0; i < count; i++)
        order[i] = i;
    for (unsigned long i = count - 1; i > 0 && !in_order; i--) {
        unsigned long j = (unsigned long)random() % (i + 1), number = order[i];

        order[i] = order[j];
        order[j] = number;
    }
    for (unsigned long i = 0; i < count; i++)
        push(pool + order[i] * PAGE);
    free(order);
}

int main(void)
{
    ready();
    fill();
    ready();
    return 0;
}
