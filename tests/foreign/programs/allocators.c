/* Free lists of allocators in their own layouts: xv6's pages, one list and one for each CPU; MIT's buddies; K&R's ring;
 * FreeRTOS' heap_2, heap_4 and heap_5; a pool; tcache's bins. Each with what is free by another account. ready() is
 * where to stop. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PGSIZE 4096
#define PAGES  48
#define NCPU   8

typedef unsigned int uint;

/* What is free, in the order in which it was carved out. */
struct truth {
    int count;
    struct {
        void *at;
        unsigned long size;
        int list;
    } blocks[64];
} kmem_truth, percpu_truth, bd_truth, kr_truth, heap_2_truth, heap_4_truth, heap_5_truth, pool_truth, bins_truth;

static void *is_free(struct truth *truth, void *at, unsigned long size, int list)
{
    truth->blocks[truth->count].at = at;
    truth->blocks[truth->count].size = size;
    truth->blocks[truth->count++].list = list;
    return at;
}

/* xv6: kalloc.c, and the same with a list for each CPU. */
struct spinlock {
    uint locked;
    char *name;
    struct cpu *cpu;
};
struct run {
    struct run *next;
};
struct {
    struct spinlock lock;
    struct run *freelist;
} kmem, kmems[NCPU];
static char ram[PAGES][PGSIZE] __attribute__((aligned(PGSIZE)));
static char rams[PAGES][PGSIZE] __attribute__((aligned(PGSIZE)));

static void pages(void)
{
    for (int i = 0; i < PAGES; i++) {
        if (chance_state ? chance(3) : i % 3) {
            struct run *r = is_free(&kmem_truth, ram[i], PGSIZE, 0);
            r->next = kmem.freelist;
            kmem.freelist = r;
        }
    }
    for (int i = 0; i < PAGES; i++) {
        int id = chance_state ? chance(NCPU) : i / 7 % NCPU;
        struct run *r = is_free(&percpu_truth, rams[i], PGSIZE, id);
        r->next = kmems[id].freelist;
        kmems[id].freelist = r;
    }
}

/* MIT's buddy.c: a ring for each size, 16 bytes the smallest; the array of rings lies in the memory that it is about.
 */
struct list {
    struct list *next;
    struct list *prev;
};
typedef struct list Bd_list;
struct sz_info {
    Bd_list free;
    char *alloc;
    char *split;
};
typedef struct sz_info Sz_info;
static int nsizes = 12;
static Sz_info *bd_sizes;
static void *bd_base;

#define LEAF_SIZE   16
#define BLK_SIZE(k) ((1L << (k)) * LEAF_SIZE)

static void lst_push(struct list *list, void *at)
{
    struct list *e = at;
    e->next = list->next;
    e->prev = list;
    list->next->prev = e;
    list->next = e;
}

/* Halves a block, and its halves, again and again: one of two is free at most, for both would be one block. */
static void halve(char *at, int k)
{
    if (k == 0 || bd_truth.count == 60)
        return;
    char *half = at + BLK_SIZE(k - 1);
    int is_upper = chance_state ? chance(2) : k % 2;
    char *free = is_upper ? half : at, *other = is_upper ? at : half;
    if (chance_state ? chance(4) : k % 5)
        lst_push(&bd_sizes[k - 1].free, is_free(&bd_truth, free, BLK_SIZE(k - 1), k - 1));
    else
        halve(free, k - 1);
    halve(other, k - 1);
}

static void buddies(void)
{
    static char space[(1 << 17) + PGSIZE] __attribute__((aligned(1 << 17)));
    bd_base = space + 4 * LEAF_SIZE * 5; /* a multiple of LEAF_SIZE, and of little else */
    bd_sizes = bd_base;
    for (int k = 0; k < nsizes; k++)
        bd_sizes[k].free.next = bd_sizes[k].free.prev = &bd_sizes[k].free;
    memset(bd_sizes + nsizes, 0xff, 256);
    halve((char *)bd_base + BLK_SIZE(nsizes - 2), nsizes - 2);
}

/* K&R, and xv6's umalloc.c. */
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
static Header *freep;

static void ring(void)
{
    static Header arena[512];
    Header *last = &base;
    for (int at = 0; at < 400;) {
        int units = 2 + (chance_state ? chance(20) : at % 7);
        arena[at].s.size = units;
        last->s.ptr = is_free(&kr_truth, &arena[at], units * sizeof(Header), 0);
        last = &arena[at];
        at += units + 1 + (chance_state ? chance(40) : 25);
    }
    last->s.ptr = &base;
    freep = base.s.ptr->s.ptr;
}

/* FreeRTOS: heap_4.c, heap_5.c with two regions, and heap_2.c. */
typedef struct A_BLOCK_LINK {
    struct A_BLOCK_LINK *pxNextFreeBlock;
    size_t xBlockSize;
} BlockLink_t;
#define configTOTAL_HEAP_SIZE 8192
#define TAKEN                 ((size_t)1 << (8 * sizeof(size_t) - 1))
static uint8_t ucHeap[configTOTAL_HEAP_SIZE];
static BlockLink_t xStart, *pxEnd;
static size_t xFreeBytesRemaining, xMinimumEverFreeBytesRemaining;

static uint8_t first_region[2048], second_region[4096];
static BlockLink_t xStart5;

static uint8_t small_heap[2048];
static BlockLink_t xStart2, xEnd2;

/* Free blocks in address order from `start` on, then the mark at the end of that region. */
static BlockLink_t *carve(BlockLink_t *last, uint8_t *start, uint8_t *stop, struct truth *truth)
{
    BlockLink_t *end = (BlockLink_t *)(((uintptr_t)stop - sizeof(BlockLink_t)) & ~(uintptr_t)15);
    uint8_t *at = (uint8_t *)(((uintptr_t)start + 15) & ~(uintptr_t)15);
    for (;;) {
        size_t free = 32 + 16 * (chance_state ? chance(20) : truth->count % 5);
        size_t gap = 32 + 16 * (chance_state ? chance(30) : 20);
        if (at + free + gap > (uint8_t *)end)
            break;
        BlockLink_t *block = is_free(truth, at, free, 0);
        block->xBlockSize = free;
        last->pxNextFreeBlock = block;
        last = block;
        ((BlockLink_t *)(at + free))->xBlockSize = gap | TAKEN;
        at += free + gap;
    }
    last->pxNextFreeBlock = end;
    end->pxNextFreeBlock = NULL;
    end->xBlockSize = 0;
    return end;
}

static void freertos(void)
{
    pxEnd = carve(&xStart, ucHeap, ucHeap + sizeof ucHeap, &heap_4_truth);
    for (int i = 0; i < heap_4_truth.count; i++)
        xFreeBytesRemaining += heap_4_truth.blocks[i].size;
    xMinimumEverFreeBytesRemaining = xFreeBytesRemaining / 2;

    BlockLink_t *end = carve(&xStart5, first_region, first_region + sizeof first_region, &heap_5_truth);
    carve(end, second_region, second_region + sizeof second_region, &heap_5_truth);

    /* heap_2 keeps its blocks by size, and its end is a variable as large as the heap. */
    BlockLink_t *last = &xStart2;
    for (int i = 0; i < 9; i++) {
        BlockLink_t *block = (BlockLink_t *)(small_heap + 16 + (i * 5 % 9) * 224);
        block->xBlockSize = 32 + 16 * i;
        is_free(&heap_2_truth, block, block->xBlockSize, 0);
        last->pxNextFreeBlock = block;
        last = block;
    }
    last->pxNextFreeBlock = &xEnd2;
    xEnd2.xBlockSize = sizeof small_heap;
}

/* A pool of objects of 40 bytes; and bins of 32, 48, 64 and 80 bytes. */
struct object {
    struct object *next;
    char name[32];
} objects[40], *unused;
struct bin {
    struct bin *next;
};
struct bin *bins[4];

static void pools(void)
{
    static char room[4][10][80];
    for (int i = 0; i < 40; i++) {
        if (chance_state ? chance(2) : i % 2) {
            struct object *object = is_free(&pool_truth, &objects[i], sizeof(struct object), 0);
            object->next = unused;
            unused = object;
        }
    }
    for (int k = 0; k < 4; k++) {
        for (int i = 0; i < 8; i++) {
            struct bin *bin = is_free(&bins_truth, &room[k][i], 32 + 16 * k, k);
            bin->next = bins[k];
            bins[k] = bin;
        }
    }
}

void ready(void)
{
}

int main(int argc, char **argv)
{
    seed(argc, argv);
    pages();
    buddies();
    ring();
    freertos();
    pools();
    ready();
    return 0;
}
