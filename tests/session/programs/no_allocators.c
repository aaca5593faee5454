/* Arrays of pointers and of lists that are no allocator's. Stop at ready(). */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct list_head {
    struct list_head *next, *prev;
};

/* Linux: the LRU lists, a timer wheel, a hash table of tasks. */
struct page {
    unsigned long flags;
    struct list_head lru;
    void *mapping;
    unsigned long index;
    int refcount, mapcount;
    unsigned long private, memcg;
} pages[64];
struct lruvec {
    struct list_head lists[5];
    long anon_cost, file_cost;
} lruvec;
struct hlist_node {
    struct hlist_node *next, **pprev;
};
struct timer {
    struct hlist_node entry;
    unsigned long expires;
    void (*function)(struct timer *);
} timers[40];
struct timer_base {
    unsigned long clk;
    struct hlist_head {
        struct hlist_node *first;
    } vectors[576];
} base;
struct task {
    struct task *next;
    int pid;
    char name[20];
} tasks[30];
struct table {
    int size;
    struct task *buckets[64];
} table;
struct task *bare[16];

/* glibc: a process that has freed 3 + 2 + 1 small blocks; 64 lists of 24, 40, 56 ... bytes. */
typedef struct tcache_entry {
    struct tcache_entry *next;
    struct tcache_perthread *key;
} tcache_entry;
typedef struct tcache_perthread {
    uint16_t counts[64];
    tcache_entry *entries[64];
} tcache_perthread;
tcache_perthread *tcache;

/* Rust's BTreeMap: a node with pointers to its children; a device with pointers to others; what is named in words. */
struct btree {
    struct btree *parent;
    uint16_t len;
    struct btree *edges[12];
} root, leaves[12];
struct device {
    const char *name;
    struct device *children[8];
} board = {"board"}, devices[8] = {{"uart"}, {"plic"}, {"clint"}, {"disk"}};
const char *words[] = {"zero", "one", "two", "three", "four", "five"};
struct words {
    const char *each[6];
} spoken = {{"zero", "one", "two", "three", "four", "five"}};
char *arguments[] = {"gdb", "-q", NULL};
void *stack[32];

void ready(void)
{
}

static void add(struct list_head *head, struct list_head *node)
{
    node->next = head->next;
    node->prev = head;
    head->next->prev = node;
    head->next = node;
}

int main(int argc, char **argv)
{
    for (int i = 0; i < 5; i++)
        lruvec.lists[i].next = lruvec.lists[i].prev = &lruvec.lists[i];
    for (int i = 0; i < 64; i++)
        add(&lruvec.lists[i % 7 % 4], &pages[i].lru);
    for (int i = 0; i < 40; i++) {
        struct hlist_node **first = &base.vectors[i * 67 % 576 / 8 * 8].first;
        timers[i].entry.next = *first;
        *first = &timers[i].entry;
    }
    for (int i = 0; i < 30; i++) {
        tasks[i].pid = i;
        tasks[i].next = table.buckets[i * 37 % 61];
        table.buckets[i * 37 % 61] = &tasks[i];
        bare[i % 16] = &tasks[i];
    }
    char *heap = aligned_alloc(4096, 4096);
    tcache = (void *)heap;
    memset(heap, 0, 4096);
    size_t at = 0x290;
    for (int size = 24; size < 24 + 16 * 6; size += 16)
        for (int i = 0; i < 3; i++, at += size + 8) {
            tcache_entry *entry = (void *)(heap + at + 16);
            entry->next = tcache->entries[(size - 24) / 16];
            tcache->entries[(size - 24) / 16] = entry;
            tcache->counts[(size - 24) / 16]++;
        }
    tcache_entry *far = (void *)(heap + at + 16);
    tcache->entries[28] = far;
    tcache->counts[28] = 1;
    for (int i = 0; i < 12; i++) {
        root.edges[i] = &leaves[i];
        leaves[i].parent = &root;
        leaves[i].len = 11;
    }
    root.len = 11;
    for (int i = 0; i < 4; i++)
        board.children[i] = &devices[i];
    for (int i = 0; i < 32; i++)
        stack[i] = &stack[(i * 7 + 3) % 32];
    ready();
    return 0;
}
