/* Circular lists whose members are not called next and prev, or sit in unions; the lists of sys/queue.h. ready() is
 * where to stop. */
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
/* NuttX */
typedef struct dq_entry_s {
    struct dq_entry_s *flink, *blink;
} dq_entry_t;
typedef struct dq_queue_s {
    dq_entry_t *head, *tail;
} dq_queue_t;
struct tcb {
    dq_entry_t link;
    int pid;
} tcbs[3];
dq_queue_t readytorun;
/* LIST_ENTRY */
typedef struct _LE {
    struct _LE *Flink, *Blink;
} LE;
struct mod {
    int base;
    LE InLoadOrder;
} mods[3];
LE PsLoaded;
/* zephyr */
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
struct kthread {
    int prio;
    sys_dnode_t qnode;
} kt[3];
sys_dlist_t runq;
/* FreeRTOS */
struct xLIST;
struct xITEM {
    uint32_t val;
    struct xITEM *pxNext, *pxPrevious;
    void *pvOwner;
    struct xLIST *pxContainer;
};
struct xMINI {
    uint32_t val;
    struct xITEM *pxNext, *pxPrevious;
};
typedef struct xLIST {
    uint32_t n;
    struct xITEM *pxIndex;
    struct xMINI xListEnd;
} List_t;
struct TCB {
    char *pxTop;
    struct xITEM xState;
    char name[8];
} tasks[3];
List_t ready_lists[4];
/* rlist */
struct rlist {
    struct rlist *prev, *next;
};
struct fiber {
    int id;
    struct rlist link;
} fibers[3];
struct rlist alive;
/* HelenOS */
typedef struct link {
    struct link *prev, *next;
} link_t;
typedef struct list {
    link_t head;
} list_t;
struct thr {
    int tid;
    link_t lnk;
} thrs[3];
list_t all_thr;
/* BSD queue.h */
struct e1 {
    int v;
    SLIST_ENTRY(e1) l;
} s1[3];
SLIST_HEAD(slisth, e1) sh;
struct e2 {
    int v;
    LIST_ENTRY(e2) l;
} s2[3];
LIST_HEAD(listh, e2) lh;
struct e3 {
    int v;
    STAILQ_ENTRY(e3) l;
} s3[3];
STAILQ_HEAD(stqh, e3) qh;
struct e4 {
    int v;
    TAILQ_ENTRY(e4) l;
} s4[3];
TAILQ_HEAD(tqh, e4) th;
struct e5 {
    int v;
    CIRCLEQ_ENTRY(e5) l;
} s5[3];
CIRCLEQ_HEAD(cqh, e5) ch;
void ready(void)
{
}
int main(void)
{
    for (int i = 0; i < 3; i++) {
        tcbs[i].pid = i;
        dq_entry_t *n = &tcbs[i].link;
        n->blink = readytorun.tail;
        if (readytorun.tail)
            readytorun.tail->flink = n;
        else
            readytorun.head = n;
        readytorun.tail = n;
    }
    PsLoaded.Flink = PsLoaded.Blink = &PsLoaded;
    for (int i = 0; i < 3; i++) {
        mods[i].base = i;
        LE *n = &mods[i].InLoadOrder;
        n->Flink = &PsLoaded;
        n->Blink = PsLoaded.Blink;
        n->Blink->Flink = n;
        PsLoaded.Blink = n;
    }
    runq.head = runq.tail = &runq;
    for (int i = 0; i < 3; i++) {
        kt[i].prio = i;
        sys_dnode_t *n = &kt[i].qnode;
        n->next = &runq;
        n->prev = runq.tail;
        n->prev->next = n;
        runq.tail = n;
    }
    for (int k = 0; k < 4; k++) {
        ready_lists[k].pxIndex = (struct xITEM *)&ready_lists[k].xListEnd;
        ready_lists[k].xListEnd.val = ~0u;
        ready_lists[k].xListEnd.pxNext = ready_lists[k].xListEnd.pxPrevious = (struct xITEM *)&ready_lists[k].xListEnd;
    }
    for (int i = 0; i < 3; i++) {
        List_t *L = &ready_lists[1];
        struct xITEM *n = &tasks[i].xState;
        tasks[i].name[0] = 'T';
        tasks[i].name[1] = '0' + i;
        n->pvOwner = &tasks[i];
        n->pxContainer = L;
        n->pxNext = (void *)&L->xListEnd;
        n->pxPrevious = L->xListEnd.pxPrevious;
        n->pxPrevious->pxNext = n;
        L->xListEnd.pxPrevious = n;
        L->n++;
    }
    alive.prev = alive.next = &alive;
    for (int i = 0; i < 3; i++) {
        fibers[i].id = i;
        struct rlist *n = &fibers[i].link;
        n->prev = alive.prev;
        n->next = &alive;
        n->prev->next = n;
        alive.prev = n;
    }
    all_thr.head.prev = all_thr.head.next = &all_thr.head;
    for (int i = 0; i < 3; i++) {
        thrs[i].tid = i;
        link_t *n = &thrs[i].lnk;
        n->prev = all_thr.head.prev;
        n->next = &all_thr.head;
        n->prev->next = n;
        all_thr.head.prev = n;
    }
    STAILQ_INIT(&qh);
    TAILQ_INIT(&th);
    CIRCLEQ_INIT(&ch);
    for (int i = 0; i < 3; i++) {
        s1[i].v = s2[i].v = s3[i].v = s4[i].v = s5[i].v = i;
        SLIST_INSERT_HEAD(&sh, &s1[i], l);
        LIST_INSERT_HEAD(&lh, &s2[i], l);
        STAILQ_INSERT_TAIL(&qh, &s3[i], l);
        TAILQ_INSERT_TAIL(&th, &s4[i], l);
        CIRCLEQ_INSERT_TAIL(&ch, &s5[i], l);
    }
    ready();
    return 0;
}
