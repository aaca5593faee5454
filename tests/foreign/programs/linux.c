/* Linux' lists, in types of the same members, as deep as Linux has them. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int counter;
} atomic_t;
typedef struct qspinlock {
    union {
        atomic_t val;
        struct {
            uint8_t locked;
            uint8_t pending;
        };
        struct {
            uint16_t locked_pending;
            uint16_t tail;
        };
    };
} arch_spinlock_t;
typedef struct raw_spinlock {
    arch_spinlock_t raw_lock;
    unsigned int magic, owner_cpu;
    void *owner;
} raw_spinlock_t;
typedef struct spinlock {
    union {
        struct raw_spinlock rlock;
    };
} spinlock_t;

struct list_head {
    struct list_head *next, *prev;
};
struct hlist_head {
    struct hlist_node *first;
};
struct hlist_node {
    struct hlist_node *next, **pprev;
};
struct llist_head {
    struct llist_node *first;
};
struct llist_node {
    struct llist_node *next;
};

static void list_add_between(struct list_head *new, struct list_head *prev, struct list_head *next)
{
    next->prev = new;
    new->next = next;
    new->prev = prev;
    prev->next = new;
}
static void list_add(struct list_head *new, struct list_head *head)
{
    list_add_between(new, head, head->next);
}
static void list_add_tail(struct list_head *new, struct list_head *head)
{
    list_add_between(new, head->prev, head);
}
static void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
    n->next = h->first;
    if (h->first)
        h->first->pprev = &n->next;
    h->first = n;
    n->pprev = &h->first;
}

/* Tasks: the head of all of them is a member of the first task, as of init_task. */
struct load_weight {
    unsigned long weight;
    uint32_t inv_weight;
};
struct rb_node {
    unsigned long parent_color;
    struct rb_node *right, *left;
};
struct sched_entity {
    struct load_weight load;
    struct rb_node run_node;
    struct list_head group_node;
    unsigned on_rq;
};
struct task_struct {
    unsigned long flags;
    void *stack;
    unsigned __state;
    struct sched_entity se;
    struct list_head tasks;
    int pid;
    struct task_struct *real_parent, *parent;
    struct list_head children, sibling;
    struct task_struct *group_leader;
    struct hlist_node pid_links[4];
    char comm[16];
} init_task, others[MOST], *init_at = &init_task;
struct list_head *tasks_at = &init_task.tasks;
struct rq {
    raw_spinlock_t lock;
    unsigned nr_running;
    struct list_head cfs_tasks;
} runqueue, *rq_at = &runqueue;

/* Waiting: a head beside its lock. */
typedef struct wait_queue_head {
    spinlock_t lock;
    struct list_head head;
} wait_queue_head_t;
typedef struct wait_queue_entry {
    unsigned flags;
    void *private;
    int (*func)(struct wait_queue_entry *, unsigned, int, void *);
    struct list_head entry;
} wait_queue_entry_t;
wait_queue_head_t waiters, *waiters_at = &waiters;
static int woken(struct wait_queue_entry *entry, unsigned mode, int sync, void *key)
{
    return 0;
}

/* Hash buckets, and the lock-free list of delayed work. */
struct hlist_head buckets[4], *bucket_at = &buckets[2];
struct callback_head {
    struct callback_head *next;
    void (*func)(struct callback_head *);
};
struct inode {
    unsigned short i_mode;
    unsigned long i_ino;
    struct hlist_node i_hash;
} inodes[MOST];
struct work {
    int cpu;
    struct llist_node llnode;
} works[MOST];
struct llist_head lazy_list, *lazy_at = &lazy_list;
struct callback_head rcu[MOST], *rcu_done, **rcu_at = &rcu_done;

/* Free pages: a head in an array in an array, a node in a union in a struct in a union. */
struct page {
    unsigned long flags;
    union {
        struct {
            union {
                struct list_head lru;
                struct {
                    void *filler;
                    unsigned mlock_count;
                };
                struct list_head buddy_list;
                struct list_head pcp_list;
            };
            void *mapping;
            unsigned long index, private;
        };
        struct {
            unsigned long compound_head;
        };
    };
    atomic_t mapcount, refcount;
} mem_map[MOST];
struct free_area {
    struct list_head free_list[6];
    unsigned long nr_free;
};
struct zone {
    unsigned long watermark[4];
    const char *name;
    struct free_area free_area[11];
} zone, *zone_at = &zone;

void ready(void)
{
}

int main(int argc, char **argv)
{
    static wait_queue_entry_t entries[MOST];
    int n;

    seed(argc, argv);
    init_task.tasks.next = init_task.tasks.prev = &init_task.tasks;
    init_task.children.next = init_task.children.prev = &init_task.children;
    init_task.sibling.next = init_task.sibling.prev = &init_task.sibling;
    runqueue.cfs_tasks.next = runqueue.cfs_tasks.prev = &runqueue.cfs_tasks;
    n = drawn();
    for (int i = 0; i < n; i++) {
        struct task_struct *task = &others[order[i]];
        task->pid = i + 1;
        task->comm[0] = 'a' + i;
        task->parent = task->real_parent = &init_task;
        task->group_leader = task;
        task->children.next = task->children.prev = &task->children;
        list_add_tail(&task->tasks, &init_task.tasks);
    }
    n = drawn();
    for (int i = 0; i < n; i++)
        list_add_tail(&others[order[i]].sibling, &init_task.children);
    n = drawn();
    for (int i = 0; i < n; i++)
        list_add(&others[order[i]].se.group_node, &runqueue.cfs_tasks);
    runqueue.nr_running = n;

    waiters.head.next = waiters.head.prev = &waiters.head;
    n = drawn();
    for (int i = 0; i < n; i++) {
        entries[order[i]].flags = i;
        entries[order[i]].private = &others[i];
        entries[order[i]].func = woken;
        list_add(&entries[order[i]].entry, &waiters.head);
    }

    n = drawn();
    for (int i = 0; i < n; i++) {
        inodes[order[i]].i_ino = i;
        hlist_add_head(&inodes[order[i]].i_hash, &buckets[2]);
    }
    n = drawn();
    for (int i = 0; i < n; i++) {
        works[order[i]].cpu = i;
        works[order[i]].llnode.next = lazy_list.first;
        lazy_list.first = &works[order[i]].llnode;
    }
    n = drawn();
    for (int i = 0; i < n; i++) {
        rcu[order[i]].func = (void *)woken;
        rcu[order[i]].next = rcu_done;
        rcu_done = &rcu[order[i]];
    }

    zone.name = "Normal";
    for (int k = 0; k < 11; k++)
        for (int type = 0; type < 6; type++) {
            struct list_head *head = &zone.free_area[k].free_list[type];
            head->next = head->prev = head;
        }
    n = drawn();
    for (int i = 0; i < n; i++) {
        mem_map[order[i]].private = 3;
        mem_map[order[i]].index = i;
        list_add(&mem_map[order[i]].buddy_list, &zone.free_area[3].free_list[1]);
    }
    zone.free_area[3].nr_free = n;
    ready();
    return 0;
}
