/* xv6's lists, in types of the same members: free pages, the buffer cache, a chain of parents, and umalloc.c's ring. */
#include "chance.h"
#include <stdint.h>

#define NBUF  MOST
#define BSIZE 1024
#define NPROC 64

typedef unsigned int uint;
typedef unsigned long uint64;
typedef unsigned char uchar;

struct cpu;
struct spinlock {
    uint locked;
    char *name;
    struct cpu *cpu;
};
struct sleeplock {
    uint locked;
    struct spinlock lk;
    char *name;
    int pid;
};

struct run {
    struct run *next;
};
struct {
    struct spinlock lock;
    struct run *freelist;
} kmem, *kmem_at = (void *)&kmem;

struct buf {
    int valid;
    int disk;
    uint dev;
    uint blockno;
    struct sleeplock lock;
    uint refcnt;
    struct buf *prev;
    struct buf *next;
    uchar data[BSIZE];
};
struct {
    struct spinlock lock;
    struct buf buf[NBUF];
    struct buf head;
} bcache, *bcache_at = (void *)&bcache;
struct buf *bhead_at = &bcache.head;

enum procstate { UNUSED, USED, SLEEPING, RUNNABLE, RUNNING, ZOMBIE };
struct context {
    uint64 ra, sp, s[12];
};
struct proc {
    struct spinlock lock;
    enum procstate state;
    void *chan;
    int killed;
    int xstate;
    int pid;
    struct proc *parent;
    uint64 kstack;
    uint64 sz;
    uint64 *pagetable;
    struct trapframe *trapframe;
    struct context context;
    struct file *ofile[16];
    struct inode *cwd;
    char name[16];
} proc[NPROC], *youngest, **youngest_at = &youngest;

typedef long Align;
union header {
    struct {
        union header *ptr;
        uint size;
    } s;
    Align x;
};
typedef union header Header;
static Header base;
static Header *freep, **freep_at = &freep;

void ready(void)
{
}

int main(int argc, char **argv)
{
    static char pages[MOST + 1][4096] __attribute__((aligned(4096)));
    static Header heap[MOST * 8];
    Header *last = &base;
    int n;

    seed(argc, argv);
    kmem.lock.name = "kmem";
    n = drawn();
    for (int i = 0; i < n; i++) {
        struct run *r = (struct run *)pages[order[i]];
        r->next = kmem.freelist;
        kmem.freelist = r;
    }

    bcache.lock.name = "bcache";
    bcache.head.prev = bcache.head.next = &bcache.head;
    n = drawn();
    for (int i = 0; i < n; i++) {
        struct buf *b = &bcache.buf[order[i]];
        b->lock.name = "buffer";
        b->dev = 1;
        b->blockno = 30 + i;
        b->next = bcache.head.next;
        b->prev = &bcache.head;
        bcache.head.next->prev = b;
        bcache.head.next = b;
    }

    n = drawn();
    for (int i = 0; i < n; i++) {
        struct proc *p = &proc[order[i]];
        p->pid = i + 1;
        p->parent = youngest;
        p->cwd = 0;
        youngest = p;
    }

    /* In address order, as free() keeps it. The ring has no block of size 0 but base. */
    n = drawn();
    for (int i = 0, at = 0; i < n; i++) {
        heap[at].s.size = 1 + order[i] % 3;
        last->s.ptr = &heap[at];
        last = &heap[at];
        at += 1 + heap[at].s.size + order[i] % 3;
    }
    last->s.ptr = &base;
    freep = last;

    ready();
    return 0;
}
