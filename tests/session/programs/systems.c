/* Lists as other systems have them, of layouts written anew: Linux' hlist_nulls, lists linked by XOR, CPython's
 * collector with flags in its links back, Lua's state with several heads, SQLite's pages, Doom's thinkers, APR's rings,
 * Windows' depth beside the head, Mach's queues; four nodes each. */
#include <stddef.h>
#include <stdint.h>

#define N 4

/* An odd link ends a list, and tells which one; the list 0 is empty. */
struct hlist_nulls_node {
    struct hlist_nulls_node *next, **pprev;
};
struct hlist_nulls_head {
    struct hlist_nulls_node *first;
} table[2] = {{(void *)1}, {(void *)3}};
struct sock {
    int id;
    struct hlist_nulls_node node;
} socks[N];

/* Each link is the addresses of both neighbours. */
struct both {
    int v;
    struct both *both;
} boths[N], *both_first, *both_last;

/* Links are numbers, and those back have flags; generation 1 is empty. */
struct gc_head {
    uintptr_t gc_next, gc_prev;
};
struct generation {
    struct gc_head head;
    int threshold, count;
} generations[2];
struct tracked {
    struct gc_head gc;
    long refcnt;
} tracked[N];

/* A pointer to a function's data comes before the heads, of which one has nodes. */
struct object {
    struct object *next;
    unsigned char kind, marked;
};
struct state {
    void *realloc_data;
    long total;
    struct object *all, **sweep, *finalized, *gray;
} state;
struct object objects[N];

/* Several members lead to the same kind. */
struct page {
    void *data;
    struct page *dirty;
    int number;
    struct page *dirty_next, *dirty_prev;
} pages[N];
struct cache {
    struct page *dirty, *dirty_tail, *synced;
    int refs;
} cache;

/* Nodes are the first thing in larger objects, the head is one alone; and a head that lies where no node does. */
struct thinker {
    struct thinker *prev, *next;
    void (*function)(void);
} cap;
struct mobj {
    struct thinker thinker;
    int x;
} mobjs[N];
struct element {
    int size;
    struct {
        struct element *next, *prev;
    } link;
} elements[N];
struct {
    struct element *next, *prev;
} elements_ring;

/* The head's word has a depth below the address. */
union depth_head {
    struct {
        uint64_t depth : 4, next : 60;
    };
    uint64_t word;
} deep;
struct deep {
    struct deep *next;
    long v;
} deeps[N] __attribute__((aligned(16)));

/* Mach's queues: links lead to the whole objects, though their type says otherwise. */
struct queue_entry {
    struct queue_entry *next, *prev;
} run_queue, idle_queue = {&idle_queue, &idle_queue};
struct thread {
    long id, pad;
    struct queue_entry links;
    long more;
} threads[N];

/* LLVM's: only the link back is a number, and has a flag that tells the head. */
struct ilist {
    uintptr_t prev_and_sentinel;
    struct ilist *next;
};
struct instruction {
    struct ilist node;
    int opcode;
} instructions[N];
struct block {
    int id;
    struct ilist sentinel;
} block;

static void link_instructions(int i, int more)
{
    struct ilist *before = i ? &instructions[i - 1].node : &block.sentinel;

    instructions[i].node = (struct ilist){(uintptr_t)before, more ? &instructions[i + 1].node : &block.sentinel};
    instructions[i].opcode = i;
    block.sentinel = (struct ilist){(uintptr_t)&instructions[N - 1].node | 1, &instructions[0].node};
}

static void link_threads(int i, int more)
{
    threads[i].id = i;
    threads[i].links.next = more ? (struct queue_entry *)&threads[i + 1] : &run_queue;
    threads[i].links.prev = i ? (struct queue_entry *)&threads[i - 1] : &run_queue;
    run_queue.next = (struct queue_entry *)&threads[0];
    run_queue.prev = (struct queue_entry *)&threads[N - 1];
}

static void link_all(int i, int more)
{
    uintptr_t before = i ? (uintptr_t)&boths[i - 1] : 0, behind = more ? (uintptr_t)&boths[i + 1] : 0;
    struct hlist_nulls_node *first = table[1].first;
    struct gc_head *gc = &tracked[i].gc, *home = &generations[0].head, *last = (void *)home->gc_prev;

    socks[i] = (struct sock){i, {first, &table[1].first}};
    table[1].first = &socks[i].node;
    if (!((uintptr_t)first & 1))
        first->pprev = &socks[i].node.next;
    boths[i] = (struct both){i, (struct both *)(before ^ behind)};
    *gc = (struct gc_head){(uintptr_t)home, (uintptr_t)last | (i & 3)};
    last->gc_next = home->gc_prev = (uintptr_t)gc;
    tracked[i].refcnt = i;
    objects[i] = (struct object){more ? &objects[i + 1] : NULL, i};
    pages[i].dirty_next = more ? &pages[i + 1] : NULL;
    pages[i].dirty_prev = i ? &pages[i - 1] : NULL;
    deeps[i] = (struct deep){more ? &deeps[i + 1] : NULL, i};
}

static void link_rings(int i, int more)
{
    struct element *home = (void *)((char *)&elements_ring - offsetof(struct element, link));

    mobjs[i].thinker.next = more ? &mobjs[i + 1].thinker : &cap;
    mobjs[i].thinker.prev = i ? &mobjs[i - 1].thinker : &cap;
    elements[i].link.next = more ? &elements[i + 1] : home;
    elements[i].link.prev = i ? &elements[i - 1] : home;
    cap.next = &mobjs[0].thinker;
    cap.prev = &mobjs[N - 1].thinker;
    elements_ring.next = &elements[0];
    elements_ring.prev = &elements[N - 1];
}

void ready(void)
{
}

int main(void)
{
    for (int i = 0; i < 2; i++)
        generations[i].head.gc_next = generations[i].head.gc_prev = (uintptr_t)&generations[i].head;
    for (int i = 0; i < N; i++) {
        link_all(i, i + 1 < N);
        link_rings(i, i + 1 < N);
        link_threads(i, i + 1 < N);
        link_instructions(i, i + 1 < N);
    }
    both_first = &boths[0];
    both_last = &boths[N - 1];
    state.all = &objects[0];
    state.sweep = &state.all;
    cache.dirty = &pages[0];
    cache.dirty_tail = &pages[N - 1];
    deep.depth = N;
    deep.next = (uintptr_t)&deeps[0] >> 4;
    ready();
    return 0;
}
