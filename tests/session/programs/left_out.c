/* A list over three pages, the middle one shared. At the second ready() a core file leaves that page out. */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>

struct node {
    struct node *next;
    int v;
} * head, *middle, wild = {(struct node *)0x1000, 0};

struct job {
    struct job *next, *prev;
    int id;
} first; /* the next one lies on the middle page */

void ready(void)
{
}

static struct node *page(int kind)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | kind, -1, 0);
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        struct node *node = page(i == 1 ? MAP_SHARED : MAP_PRIVATE);
        node->v = i;
        node->next = head;
        head = node;
        if (i == 1)
            middle = node;
    }
    first.next = (struct job *)(middle + 1);
    first.next->prev = &first;
    ready();
    madvise(middle, 4096, MADV_DONTDUMP);
    ready();
    return 0;
}
