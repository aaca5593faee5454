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
    wall.mark.next = &ticks[0];
}

void ready(void)
{
}

int main(void)
{
    procs[0].children = (struct list_head){&procs[0].children, &procs[0].children};
    for (int i = 0; i < N; i++) {
        int more = i + 1 < N;
        link_jobs(i, more);
        link_rings(i, more);
    }
    link_heads();
    ready();
    return 0;
}
