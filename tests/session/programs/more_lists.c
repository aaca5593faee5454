/* Lists that are hooked in otherwise than most: heads in unions, dummies, bins, hooks, flags in links; three nodes
 * each. */
#include <stddef.h>
#include <stdint.h>

#define N 3

struct item {
    int v;
    struct item *next;
} items[N], *first;
struct queue {
    struct item *head, *tail;
} queue;
struct with_dummy {
    struct item sentinel;
    int count;
} with_dummy;

/* Linux' lists: of structs that have but the name of a typedef, and in a table that is reached by a pointer. */
struct list_head {
    struct list_head *next, *prev;
};
typedef struct {
    int id;
    struct list_head node, nodes[2];
} task_t;
task_t tasks[N];
struct list_head by_node, by_second;
struct table {
    int size;
    struct list_head *buckets, room[4];
} table;

/* A node with a hook alone, and one with a link of type T **. */
struct llist_node {
    struct llist_node *next;
};
struct work {
    int v;
    struct llist_node at;
} works[N];
struct hlist_node {
    struct hlist_node *next, **pprev;
};
struct hashed {
    int v;
    struct hlist_node at;
} hashed[N];
struct hlist_head {
    struct hlist_node *first;
} bucket;

/* QEMU's tail queue and Windows' list: the head is a union. */
struct circ {
    void *tql_next;
    struct circ *tql_prev;
};
struct request {
    int id;
    union {
        struct request *tqe_next;
        struct circ tqe_circ;
    } link;
} requests[N];
union requests {
    struct request *tqh_first;
    struct circ tqh_circ;
} request_head;
struct entry {
    struct entry *Next;
};
typedef union SLIST_HEADER {
    struct {
        struct entry Next;
        uint16_t Depth, CpuId;
    };
    unsigned long long Alignment;
} SLIST_HEADER;
SLIST_HEADER slist;
struct packet {
    struct entry at;
    int v;
} packets[N];

/* malloc's bins: a ring that comes home where no chunk lies; 0 and 2 are empty. */
struct chunk {
    size_t prev_size, size;
    struct chunk *fd, *bk;
    struct chunk *fd_nextsize, *bk_nextsize;
} chunks[N];
struct arena {
    long flags[2];
    struct chunk *bins[6];
} arena;

/* Hooks that lead to whole nodes, forth and back; the head is like one. */
struct hooked {
    int v;
    struct hook {
        struct hooked *next, *prev;
    } hook;
} hooked[N];
struct hook hook_head;

/* utlist's: the first one's link back leads to the last. */
struct ut {
    int v;
    struct ut *prev, *next;
} uts[N], *ut_head, on_ring[N];
struct ring {
    int lock;
    struct ut head;
} ring;

/* Links of types that say little, or called like nothing. */
struct line {
    char *next;
    int v;
} lines[N], *line_head;
struct pair {
    struct pair *car, *cdr;
} pairs[N], *pair_head;
struct tall {
    int v;
    struct tall *forward[4];
} talls[N];
struct skiplist {
    struct tall *header;
    int level;
} skiplist;
struct tree {
    struct tree *left, *right;
    int v;
} trees[7], *root;

/* Encoded: glibc's tcache, Zephyr's flags. */
struct cached {
    struct cached *next;
    uintptr_t key;
} cached[N];
struct cached *entries[2];
struct flagged {
    uintptr_t next_and_flags;
};
struct flags {
    struct flagged *head, *tail;
} flags;
struct flagged flagged[N];

/* What leads to a list, and what does not. */
struct client {
    int fd;
    struct queue *reply;
} client, *client_at = &client;
struct meta {
    struct through *next;
};
struct through {
    int v;
    struct meta *m;
} throughs[N];

static void init(struct list_head *head)
{
    head->next = head->prev = head;
}

static void add(struct list_head *node, struct list_head *head)
{
    node->prev = head->prev;
    node->next = head;
    head->prev->next = node;
    head->prev = node;
}

static struct chunk *bin(int number)
{
    return (void *)((char *)&arena.bins[2 * number] - offsetof(struct chunk, fd));
}

static void link_all(int i)
{
    int more = i + 1 < N;
    items[i] = (struct item){i, more ? &items[i + 1] : 0};
    works[i].at.next = more ? &works[i + 1].at : 0;
    hashed[i].at.next = more ? &hashed[i + 1].at : 0;
    hashed[i].at.pprev = i ? &hashed[i - 1].at.next : &bucket.first;
    packets[i].at.Next = more ? &packets[i + 1].at : 0;
    hooked[i].hook = (struct hook){more ? &hooked[i + 1] : 0, i ? &hooked[i - 1] : 0};
    uts[i].next = more ? &uts[i + 1] : 0;
    uts[i].prev = i ? &uts[i - 1] : &uts[N - 1];
    lines[i].next = more ? (char *)&lines[i + 1] : 0;
    pairs[i].cdr = more ? &pairs[i + 1] : 0;
    talls[i].forward[0] = more ? &talls[i + 1] : 0;
    cached[i].next = (void *)((uintptr_t)&cached[i] >> 12 ^ (more ? (uintptr_t)&cached[i + 1] : 0));
    flagged[i].next_and_flags = (more ? (uintptr_t)&flagged[i + 1] : 0) | (i & 1);
}

static void link_heads(void)
{
    first = queue.head = with_dummy.sentinel.next = &items[0];
    queue.tail = &items[N - 1];
    bucket.first = &hashed[0].at;
    slist.Next.Next = &packets[0].at;
    hook_head = (struct hook){&hooked[0], &hooked[N - 1]};
    ut_head = &uts[0];
    line_head = &lines[0];
    pair_head = &pairs[0];
    pairs[0].car = &pairs[2];
    skiplist.header = &talls[0];
    entries[1] = &cached[0];
    flags = (struct flags){&flagged[0], &flagged[N - 1]};
    client.reply = &queue;
    root = &trees[0];
    for (int i = 0; i < 3; i++) {
        trees[i].left = &trees[2 * i + 1];
        trees[i].right = &trees[2 * i + 2];
    }
}

static void link_rings(void)
{
    init(&by_node);
    init(&by_second);
    table.buckets = table.room;
    for (int i = 0; i < 4; i++)
        init(&table.room[i]);
    for (int i = 0; i < N; i++) {
        bin(i)->fd = bin(i)->bk = bin(i);
        tasks[i].id = i;
        add(&tasks[i].node, &by_node);
        add(&tasks[i].nodes[1], &by_second);
    }
    ring.head = (struct ut){0, &on_ring[N - 1], &on_ring[0]};
    request_head.tqh_circ.tql_prev = &request_head.tqh_circ;
    for (int i = 0; i < N; i++) {
        struct chunk *home = bin(1);
        on_ring[i].next = i + 1 < N ? &on_ring[i + 1] : &ring.head;
        on_ring[i].prev = i ? &on_ring[i - 1] : &ring.head;
        chunks[i].fd = home;
        chunks[i].bk = home->bk;
        home->bk->fd = &chunks[i];
        home->bk = &chunks[i];
        requests[i].link.tqe_circ.tql_prev = request_head.tqh_circ.tql_prev;
        request_head.tqh_circ.tql_prev->tql_next = &requests[i];
        request_head.tqh_circ.tql_prev = &requests[i].link.tqe_circ;
    }
}

void ready(void)
{
}

int main(void)
{
    for (int i = 0; i < N; i++)
        link_all(i);
    link_heads();
    link_rings();
    ready();
    return 0;
}
