/* Members, heads and heaps over the size that GDB reads. ready() is where to stop. */
#include <stddef.h>

struct node {
    struct node *next;
    int id;
    int samples[20000];
} nodes[3], *head;

struct page {
    int words[20000];
};

struct book {
    struct book *next;
    struct {
        int small;
        struct page page;
    } in;
    struct page pages[2];
    struct {
        unsigned low : 3, high : 5;
        char rest[70000];
    } flags;
    char text[70000];
    struct {
        char text[70000];
        int id;
    } named;
} books[2], *shelf;

struct heap {
    int padding[20000];
    struct node *free_list[18];
} heap;

void ready(void)
{
}

struct node whole(void)
{
    return nodes[1];
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        nodes[i].id = i;
        nodes[i].samples[1] = 7;
        nodes[i].next = head;
        head = &nodes[i];
    }
    for (int i = 0; i < 2; i++) {
        books[i].in.small = i;
        books[i].flags.high = 9;
        books[i].text[0] = books[i].named.text[0] = 'a' + i;
        books[i].next = shelf;
        shelf = &books[i];
    }
    heap.free_list[17] = head;
    ready();
    return whole().id - 1;
}
