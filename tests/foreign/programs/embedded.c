/* Lists of RT-Thread, NuttX and ThreadX, in types of the same members. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>

/* RT-Thread */
struct rt_list_node {
    struct rt_list_node *next;
    struct rt_list_node *prev;
};
typedef struct rt_list_node rt_list_t;
struct rt_object {
    char name[8];
    uint8_t type;
    uint8_t flag;
    rt_list_t list;
};
enum rt_object_class_type { RT_Object_Class_Thread = 1, RT_Object_Class_Semaphore };
struct rt_object_information {
    enum rt_object_class_type type;
    rt_list_t object_list;
    size_t object_size;
};
static struct rt_object_information _object_container[2], *information_at = &_object_container[1];
struct rt_thread {
    char name[8];
    uint8_t type;
    uint8_t flags;
    rt_list_t list;
    rt_list_t tlist;
    void *sp;
    uint8_t stat;
    uint8_t current_priority;
    int number;
} rt_threads[MOST];
rt_list_t rt_thread_priority_table[32], *priority_at = &rt_thread_priority_table[10];
struct rt_ipc_object {
    struct rt_object parent;
    rt_list_t suspend_thread;
};
struct rt_semaphore {
    struct rt_ipc_object parent;
    uint16_t value;
} semaphores[MOST];

static void rt_list_init(rt_list_t *l)
{
    l->next = l->prev = l;
}
static void rt_list_insert_before(rt_list_t *l, rt_list_t *n)
{
    l->prev->next = n;
    n->prev = l->prev;
    l->prev = n;
    n->next = l;
}

/* NuttX */
typedef struct dq_entry_s {
    struct dq_entry_s *flink;
    struct dq_entry_s *blink;
} dq_entry_t;
typedef struct dq_queue_s {
    dq_entry_t *head;
    dq_entry_t *tail;
} dq_queue_t;
typedef struct sq_entry_s {
    struct sq_entry_s *flink;
} sq_entry_t;
typedef struct sq_queue_s {
    sq_entry_t *head;
    sq_entry_t *tail;
} sq_queue_t;
struct task_group_s {
    sq_entry_t node;
    int tg_pid;
} groups[MOST];
struct tcb_s {
    struct tcb_s *flink;
    struct tcb_s *blink;
    struct task_group_s *group;
    int pid;
    uint8_t sched_priority;
} tcbs[MOST];
dq_queue_t g_readytorun, *readytorun_at = &g_readytorun;
sq_queue_t g_grouphead, *groups_at = &g_grouphead;

static void dq_addlast(dq_entry_t *node, dq_queue_t *queue)
{
    node->flink = NULL;
    node->blink = queue->tail;
    if (!queue->head)
        queue->head = node;
    else
        queue->tail->flink = node;
    queue->tail = node;
}
static void sq_addfirst(sq_entry_t *node, sq_queue_t *queue)
{
    node->flink = queue->head;
    if (!queue->head)
        queue->tail = node;
    queue->head = node;
}

/* ThreadX */
typedef unsigned long ULONG;
typedef unsigned int UINT;
typedef char CHAR;
typedef struct TX_THREAD_STRUCT {
    ULONG tx_thread_id;
    ULONG tx_thread_run_count;
    void *tx_thread_stack_ptr;
    struct TX_THREAD_STRUCT *tx_thread_ready_next, *tx_thread_ready_previous;
    CHAR *tx_thread_name;
    UINT tx_thread_priority;
    struct TX_THREAD_STRUCT *tx_thread_created_next, *tx_thread_created_previous;
    struct TX_THREAD_STRUCT *tx_thread_suspended_next, *tx_thread_suspended_previous;
} TX_THREAD;
typedef struct TX_SEMAPHORE_STRUCT {
    ULONG tx_semaphore_id;
    CHAR *tx_semaphore_name;
    ULONG tx_semaphore_count;
    struct TX_THREAD_STRUCT *tx_semaphore_suspension_list;
    UINT tx_semaphore_suspended_count;
    struct TX_SEMAPHORE_STRUCT *tx_semaphore_created_next, *tx_semaphore_created_previous;
} TX_SEMAPHORE;
TX_THREAD *_tx_thread_created_ptr, **threads_at = &_tx_thread_created_ptr;
ULONG _tx_thread_created_count;
TX_SEMAPHORE *_tx_semaphore_created_ptr, **semaphores_at = &_tx_semaphore_created_ptr;

void ready(void)
{
}

int main(int argc, char **argv)
{
    static TX_THREAD tx_threads[MOST];
    static TX_SEMAPHORE tx_semaphores[MOST];
    int n;

    seed(argc, argv);
    for (int i = 0; i < 2; i++)
        rt_list_init(&_object_container[i].object_list);
    for (int i = 0; i < 32; i++)
        rt_list_init(&rt_thread_priority_table[i]);
    for (int i = 0, n = drawn(); i < n; i++) {
        rt_threads[order[i]].type = i;
        rt_threads[order[i]].number = i;
        rt_list_insert_before(&rt_thread_priority_table[10], &rt_threads[order[i]].tlist);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        semaphores[order[i]].parent.parent.flag = i;
        semaphores[order[i]].value = i;
        rt_list_init(&semaphores[order[i]].parent.suspend_thread);
        rt_list_insert_before(&_object_container[1].object_list, &semaphores[order[i]].parent.parent.list);
    }

    for (int i = 0, n = drawn(); i < n; i++) {
        tcbs[order[i]].pid = i;
        dq_addlast((dq_entry_t *)&tcbs[order[i]], &g_readytorun);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        groups[order[i]].tg_pid = i;
        sq_addfirst(&groups[order[i]].node, &g_grouphead);
    }

    n = drawn();
    for (int i = 0; i < n; i++) {
        TX_THREAD *next = &tx_threads[order[(i + 1) % n]], *this = &tx_threads[order[i]];
        this->tx_thread_priority = i;
        this->tx_thread_name = "thread";
        this->tx_thread_ready_next = this->tx_thread_ready_previous = this;
        this->tx_thread_created_next = next;
        next->tx_thread_created_previous = this;
    }
    _tx_thread_created_ptr = n ? &tx_threads[order[0]] : NULL;
    _tx_thread_created_count = n;
    n = drawn();
    for (int i = 0; i < n; i++) {
        TX_SEMAPHORE *next = &tx_semaphores[order[(i + 1) % n]], *this = &tx_semaphores[order[i]];
        this->tx_semaphore_count = i;
        this->tx_semaphore_name = "semaphore";
        this->tx_semaphore_created_next = next;
        next->tx_semaphore_created_previous = this;
    }
    _tx_semaphore_created_ptr = n ? &tx_semaphores[order[0]] : NULL;
    ready();
    return 0;
}
