/* Nodes that have no name, names that are easily got wrong, and names that a node carries itself. */
#include <stdlib.h>
#include <string.h>

#define TASKS 61

struct list_head {
    struct list_head *next, *prev;
};

/* Linux' tasks, on a heap: only the head has a name */
struct task {
    long flags;
    const char *title;
    struct list_head tasks;
    int pid;
    char comm[16];
};
struct list_head tasks = {&tasks, &tasks};

/* nodes on a heap whose link lies 8 bytes in: [items] -> 2 -> 1 -> 0 */
struct item {
    long value;
    struct item *next;
};
struct item *items;

/* a link in a struct as large as itself, in another: [works[2]] -> works[1] -> works[0] */
struct llist_node {
    struct llist_node *next;
};
struct llist {
    struct llist_node ll;
};
struct work {
    struct llist ll;
    long function;
};
struct work works[3];

/* the same of a head */
struct pointer {
    struct item *p;
};
struct head {
    struct pointer head;
};
struct stack {
    long count;
    struct head head;
};
struct stack stack;

/* one word, and nothing else */
struct list {
    struct item *head;
};
struct list list;

/* an empty struct in front of what has the same address, as Linux' struct net has it */
struct nothing {
};
struct net {
    long id;
    struct nothing refcnt_tracker, notrefcnt_tracker;
    struct list_head dev_base_head;
};
struct net init_net = {1, {}, {}, {&init_net.dev_base_head, &init_net.dev_base_head}};

/* two files have a pool: [pools] -> theirs[1] -> theirs[0] -> shared[1] -> shared[0] -> ours[1] -> ours[0] */
struct pooled {
    struct pooled *next;
    long id;
};
static struct pooled pool[2];
extern struct pooled shared[];
struct pooled *pools;
struct pooled *theirs(struct pooled *after);

static void add(struct list_head *node, struct list_head *head)
{
    node->next = head;
    node->prev = head->prev;
    head->prev->next = node;
    head->prev = node;
}

void ready(void)
{
}

int main(void)
{
    static struct task *each[TASKS];
    static const char *const names[] = {"init", "kthreadd", "a b", "", "kworker/0:0", "\033[31m"};
    unsigned chance = 7;

    for (int i = 0; i < TASKS; i++)
        each[i] = calloc(1, sizeof(struct task) + 16 * (i % 3));
    for (int i = TASKS - 1; i > 0; i--) {
        chance = chance * 1103515245 + 12345;
        int other = chance / 65536 % (i + 1);
        struct task *task = each[i];
        each[i] = each[other];
        each[other] = task;
    }
    for (int i = 0; i < TASKS; i++) {
        each[i]->pid = i + 1;
        each[i]->title = names[i % 6];
        strcpy(each[i]->comm, names[i % 6]);
        add(&each[i]->tasks, &tasks);
    }
    for (int i = 0; i < 3; i++) {
        struct item *item = malloc(sizeof *item);
        *item = (struct item){10 * i, items};
        items = item;
        works[i].ll.ll.next = i > 0 ? &works[i - 1].ll.ll : NULL;
    }
    stack.head.head.p = list.head = items;
    pool[1].next = &pool[0];
    pools = theirs(&pool[1]);
    ready();
    return 0;
}
