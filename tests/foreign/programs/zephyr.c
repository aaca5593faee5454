/* Zephyr's lists, in types of the same members: the links of a sys_dlist lie in unnamed unions. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>

struct _dnode {
    union {
        struct _dnode *head;
        struct _dnode *next;
    };
    union {
        struct _dnode *tail;
        struct _dnode *prev;
    };
};
typedef struct _dnode sys_dlist_t;
typedef struct _dnode sys_dnode_t;
struct _snode {
    struct _snode *next;
};
typedef struct _snode sys_snode_t;
struct _slist {
    sys_snode_t *head;
    sys_snode_t *tail;
};
typedef struct _slist sys_slist_t;
struct rbnode {
    struct rbnode *children[2];
};

static void sys_dlist_init(sys_dlist_t *list)
{
    list->head = (sys_dnode_t *)list;
    list->tail = (sys_dnode_t *)list;
}
static void sys_dlist_append(sys_dlist_t *list, sys_dnode_t *node)
{
    sys_dnode_t *const tail = list->tail;
    node->next = list;
    node->prev = tail;
    tail->next = node;
    list->tail = node;
}
static void sys_slist_append(sys_slist_t *list, sys_snode_t *node)
{
    node->next = NULL;
    if (list->tail)
        list->tail->next = node;
    else
        list->head = node;
    list->tail = node;
}

typedef struct {
    sys_dlist_t waitq;
} _wait_q_t;
struct _timeout {
    sys_dnode_t node;
    void (*fn)(struct _timeout *t);
    int64_t dticks;
};
struct _thread_base {
    union {
        sys_dnode_t qnode_dlist;
        struct rbnode qnode_rb;
    };
    _wait_q_t *pended_on;
    uint8_t user_options;
    uint8_t thread_state;
    union {
        struct {
            int8_t prio;
            uint8_t sched_locked;
        };
        uint16_t preempt;
    };
    void *swap_data;
    struct _timeout timeout;
};
struct k_thread {
    struct _thread_base base;
    void *init_data;
    _wait_q_t join_queue;
    struct k_thread *next_thread;
    int id;
} threads[MOST];
struct _kernel {
    uint32_t nested;
    struct k_thread *current;
    struct _ready_q {
        struct k_thread *cache;
        sys_dlist_t runq;
    } ready_q;
    struct k_thread *threads;
} _kernel, *kernel_at = &_kernel;
struct k_sem {
    _wait_q_t wait_q;
    unsigned int count, limit;
} sem, *sem_at = &sem;
static sys_dlist_t timeout_list, *timeouts_at = &timeout_list;
struct k_work {
    sys_snode_t node;
    void (*handler)(struct k_work *);
    uint32_t flags;
} works[MOST];
struct k_work_q {
    int lock;
    sys_slist_t pending;
} work_q, *work_q_at = &work_q;

void ready(void)
{
}

int main(int argc, char **argv)
{
    seed(argc, argv);
    sys_dlist_init(&_kernel.ready_q.runq);
    sys_dlist_init(&sem.wait_q.waitq);
    sys_dlist_init(&timeout_list);
    for (int i = 0; i < MOST; i++)
        threads[i].id = i;
    for (int i = 0, n = drawn(); i < n; i++)
        sys_dlist_append(&_kernel.ready_q.runq, &threads[order[i]].base.qnode_dlist);
    for (int i = 0, n = drawn(); i < n; i++) {
        static struct k_thread waiting[MOST];
        waiting[order[i]].id = 100 + i;
        waiting[order[i]].base.pended_on = &sem.wait_q;
        sys_dlist_append(&sem.wait_q.waitq, &waiting[order[i]].base.qnode_dlist);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        threads[order[i]].base.timeout.dticks = 10 * i;
        sys_dlist_append(&timeout_list, &threads[order[i]].base.timeout.node);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        works[order[i]].flags = i;
        sys_slist_append(&work_q.pending, &works[order[i]].node);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        threads[order[i]].next_thread = _kernel.threads;
        _kernel.threads = &threads[order[i]];
    }
    ready();
    return 0;
}
