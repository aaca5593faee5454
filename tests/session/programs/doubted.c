/* Lists of which memory alone does not tell everything: what a head is, where a ring comes home, what a link leads to;
 * four nodes each. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define N 4

/* What a node is called may stand in another object. */
struct owner {
    char name[8];
    const char *alias;
    int id, high : 4, low : 4;
} owners[N];
struct job {
    struct owner *owner;
    struct job *next;
} jobs[N], *job_head;

/* Heads inside larger objects: Linux' list, and a ring linked one way, closed by a mark beside a lock. */
struct list_head {
    struct list_head *next, *prev;
};
struct proc {
    int pid;
    struct list_head children, sibling;
} procs[N + 1];
struct tick {
    struct tick *next;
    int v;
} ticks[N];
struct clock {
    int lock;
    struct tick mark;
} wall;

/* Heads that are mere numbers: of nodes that are, too, and of nothing that is known. */
struct number {
    uintptr_t next;
    int v;
} numbers[N];
struct number_head {
    uintptr_t head;
} number_head;
struct counted {
    int count;
    uintptr_t first;
} counted;
struct index {
    uintptr_t first, size;
} by_index = {2, N};
struct totals {
    size_t used, left;
} totals;

/* A head that is called like a link, and nodes that lead to others. */
struct entry {
    int v;
    struct entry *next;
} entries[N];
struct bucket {
    int n;
    struct entry *next;
} bucket;
struct mixed {
    int v;
    struct peer *peer;
    struct mixed *next;
    struct third *third;
    char *text;
} mixed[N], *mixed_head;
struct peer {
    int w;
    struct mixed *back;
    struct peer *peer;
} peers[N];
struct third {
    struct mixed *owner;
    long room[4];
} thirds[N];

/* Heads of two words in arrays: BSD's tail queues, and of a heap. Those of 1 are empty. */
struct event {
    int v;
    struct event *tqe_next, **tqe_prev;
} events[3][N];
struct scheduler {
    int lock;
    struct queue {
        struct event *first, **last;
    } queues[3];
} scheduler;
struct free_block {
    long words;
    struct free_block *after;
} blocks[3][N];
struct ends {
    struct free_block *head, *tail;
} ends[3];

/* utlist's: the first node's link back leads to the last. The same behind a head of its own, alone and beside a lock.
 */
struct ut {
    int v;
    struct ut *prev, *next;
} uts[N], behind[N], dummy, sentineled[N], *kept;
struct guarded {
    int lock;
    struct ut sentinel;
} guarded;

/* Nodes whose last link leads back to the struct that holds the head, which is no node. */
struct item {
    struct item *next;
    int v;
} items[N];
struct stack {
    struct item *head;
    long depth;
} stack;
struct late {
    int v;
    struct late *next;
} lates[N];
struct late_stack {
    struct late *head;
    long depth;
} late_stack;

static void link_uts(struct ut *nodes, struct ut *before, int i, int more)
{
    nodes[i] = (struct ut){i, i ? &nodes[i - 1] : before, more ? &nodes[i + 1] : NULL};
}

static void link_stacks(int i, int more)
{
    items[i] = (struct item){more ? &items[i + 1] : (struct item *)&stack, i};
    lates[i] = (struct late){i, more ? &lates[i + 1] : (struct late *)&late_stack};
    stack = (struct stack){&items[0], N};
    late_stack = (struct late_stack){&lates[0], N};
    dummy = (struct ut){-1, &behind[N - 1], &behind[0]};
    guarded.sentinel = (struct ut){-1, &sentineled[N - 1], &sentineled[0]};
}

static void link_queues(int i, int more)
{
    for (int k = 0; k < 3; k += 2) {
        struct queue *queue = &scheduler.queues[k];

        events[k][i] =
            (struct event){i, more ? &events[k][i + 1] : NULL, i ? &events[k][i - 1].tqe_next : &queue->first};
        *queue = (struct queue){&events[k][0], &events[k][N - 1].tqe_next};
        blocks[k][i] = (struct free_block){k, more ? &blocks[k][i + 1] : NULL};
        ends[k] = (struct ends){&blocks[k][0], &blocks[k][N - 1]};
    }
    scheduler.queues[1].last = &scheduler.queues[1].first;
}

static void link_numbers(int i, int more)
{
    numbers[i] = (struct number){more ? (uintptr_t)&numbers[i + 1] : 0, i};
    entries[i] = (struct entry){i, more ? &entries[i + 1] : NULL};
    mixed[i] = (struct mixed){i, &peers[i], more ? &mixed[i + 1] : NULL, &thirds[i], "text"};
    peers[i] = (struct peer){i, &mixed[i], more ? &peers[i + 1] : NULL};
}

static void link_rings(int i, int more)
{
    struct list_head *node = &procs[i + 1].sibling, *head = &procs[0].children;

    procs[i + 1].pid = i + 1;
    *node = (struct list_head){head, head->prev};
    head->prev->next = node;
    head->prev = node;
    ticks[i] = (struct tick){more ? &ticks[i + 1] : &wall.mark, i};
}

static void link_jobs(int i, int more)
{
    owners[i] = (struct owner){{'a' + i}, "xyz" + i, 10 + i, i, -i};
    jobs[i] = (struct job){i == 2 ? NULL : &owners[i], more ? &jobs[i + 1] : NULL};
}

static void link_heads(void)
{
    job_head = &jobs[0];
    number_head.head = counted.first = (uintptr_t)&numbers[0];
    bucket.next = &entries[0];
    mixed_head = &mixed[0];
    wall.mark.next = &ticks[0];
}

void ready(void)
{
}

/* A cursor that stands in the middle of a list. */
static void look(struct ut *cursor)
{
    kept = cursor;
    ready();
}

int main(void)
{
    procs[0].children = (struct list_head){&procs[0].children, &procs[0].children};
    for (int i = 0; i < N; i++) {
        int more = i + 1 < N;
        link_jobs(i, more);
        link_rings(i, more);
        link_uts(uts, &uts[N - 1], i, more);
        link_uts(behind, &dummy, i, more);
        link_uts(sentineled, &guarded.sentinel, i, more);
        link_stacks(i, more);
        link_queues(i, more);
        link_numbers(i, more);
    }
    link_heads();
    look(&uts[1]);
    return 0;
}
