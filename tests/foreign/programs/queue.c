/* The lists of <sys/queue.h>, by value, by pointer, in a struct of their owner. */
#include "chance.h"
#include <sys/queue.h>

struct slim {
    int v;
    SLIST_ENTRY(slim) link;
} slims[MOST];
SLIST_HEAD(slimhead, slim) slim_head, *slim_at = &slim_head;

struct proc {
    int pid;
    LIST_ENTRY(proc) p_list;
} procs[MOST];
LIST_HEAD(proclist, proc) allproc, *allproc_at = &allproc;

struct mbuf {
    STAILQ_ENTRY(mbuf) m_stailq;
    int m_len;
} mbufs[MOST];
STAILQ_HEAD(, mbuf) mbufq, *mbufq_at = (void *)&mbufq;

struct event {
    TAILQ_ENTRY(event) ev_next;
    int ev_fd;
} events[MOST];
TAILQ_HEAD(event_list, event) eventq, *eventq_at = &eventq;

struct vm_page {
    long long flags;
    CIRCLEQ_ENTRY(vm_page) pageq;
    int wires;
} pages[MOST];
CIRCLEQ_HEAD(pglist, vm_page) pgq, *pgq_at = &pgq;

/* What owns a list has more than the list in it. */
struct bio {
    int bio_cmd;
    TAILQ_ENTRY(bio) bio_queue;
} bios[MOST];
struct softc {
    int unit;
    struct mtx {
        const char *name;
        volatile unsigned long owner;
    } mtx;
    TAILQ_HEAD(, bio) queue;
    int open;
} softc, *sc = &softc;

void ready(void)
{
}

int main(int argc, char **argv)
{
    seed(argc, argv);
    for (int i = 0, n = drawn(); i < n; i++) {
        slims[order[i]].v = i;
        SLIST_INSERT_HEAD(&slim_head, &slims[order[i]], link);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        procs[order[i]].pid = i;
        LIST_INSERT_HEAD(&allproc, &procs[order[i]], p_list);
    }
    STAILQ_INIT(&mbufq);
    for (int i = 0, n = drawn(); i < n; i++) {
        mbufs[order[i]].m_len = i;
        STAILQ_INSERT_TAIL(&mbufq, &mbufs[order[i]], m_stailq);
    }
    TAILQ_INIT(&eventq);
    for (int i = 0, n = drawn(); i < n; i++) {
        events[order[i]].ev_fd = i;
        TAILQ_INSERT_TAIL(&eventq, &events[order[i]], ev_next);
    }
    CIRCLEQ_INIT(&pgq);
    for (int i = 0, n = drawn(); i < n; i++) {
        pages[order[i]].wires = i;
        CIRCLEQ_INSERT_TAIL(&pgq, &pages[order[i]], pageq);
    }
    softc.mtx.name = "softc";
    TAILQ_INIT(&softc.queue);
    for (int i = 0, n = drawn(); i < n; i++) {
        bios[order[i]].bio_cmd = i;
        TAILQ_INSERT_HEAD(&softc.queue, &bios[order[i]], bio_queue);
    }
    ready();
    return 0;
}
