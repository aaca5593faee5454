/*
 * A kernel that turns paging on (Sv39) and goes on in supervisor mode. Its lists run through addresses that mean
 * nothing on the bus:
 *
 *   0x0000000000000000  1 GiB  -> 0x80000000  RAM; a reader that takes addresses for physical ones meets devices here
 *   0x0000000080000000  1 GiB  -> 0x80000000  RAM where it is, for the code that runs
 *   0xffffffc000000000  1 GiB  -> 0x80000000  RAM in the high half, as kernels like it
 *   0xffffffc040000000  1 GiB  -> 0x00000000  the devices, so that the UART is at 0xffffffc050000000
 *   0xffffffc080000000  nothing
 */
#include "lesson.h"
#include "linked_list.h"
#include "memlayout.h"
#include "step.h"

#define RAM     0x80000000UL
#define LOW     0x0000000000000000UL
#define HIGH    0xffffffc000000000UL
#define DEVICES 0xffffffc040000000UL
#define NOWHERE 0xffffffc080000000UL

#define SEEN_AT(base, object) ((usize *)((base) + (usize)(object)-RAM))

#define SATP_SV39      (8UL << 60)
#define PAGE_SHIFT     12
#define GIB_SHIFT      30
#define LEAF           0xcfUL        /* dirty, accessed, execute, write, read, valid */
#define PMP_ALL        (0x1fUL << 8) /* the second range: everything, for all modes */
#define MSTATUS_MPP    0x1800UL
#define MSTATUS_MPP_S  0x0800UL
#define CSR_SET(r, v)  asm volatile("csrs " #r ", %0" ::"r"(v))
#define CSR_PUT(r, v)  asm volatile("csrw " #r ", %0" ::"r"(v))
#define CSR_DROP(r, v) asm volatile("csrc " #r ", %0" ::"r"(v))

const char lesson_title[] = "A kernel with paging";

static usize root[512] __attribute__((aligned(4096)));
static usize values[3][4];
struct linked_list sound, low, to_uart, to_nothing;
struct linked_list *high; /* sound itself, seen in the high half */

/* [list] -> 3 -> 2 -> 1 -> 0 -> last, all of them addresses from base on. */
static void build(struct linked_list *list, usize *words, usize base, usize last)
{
    list->head = (usize *)last;
    for (int i = 0; i < 4; i++) {
        words[i] = (usize)list->head;
        list->head = SEEN_AT(base, &words[i]);
    }
}

static void supervisor(void)
{
    build(&sound, values[0], HIGH, 0);
    build(&to_uart, values[1], HIGH, DEVICES + UART0);
    build(&to_nothing, values[2], HIGH, NOWHERE);
    low.head = SEEN_AT(LOW, &values[0][3]);
    high = (struct linked_list *)SEEN_AT(HIGH, &sound);
    STEP(1, "look through the page tables");
    for (;;)
        asm volatile("wfi");
}

static void map(usize address, usize physical)
{
    root[address >> GIB_SHIFT & 511] = physical >> PAGE_SHIFT << 10 | LEAF;
}

void lesson(void)
{
    map(LOW, RAM);
    map(RAM, RAM);
    map(HIGH, RAM);
    map(DEVICES, 0);
    CSR_PUT(pmpaddr1, -1UL);
    CSR_SET(pmpcfg0, PMP_ALL);
    CSR_PUT(satp, SATP_SV39 | (usize)root >> PAGE_SHIFT);
    asm volatile("sfence.vma");
    CSR_DROP(mstatus, MSTATUS_MPP);
    CSR_SET(mstatus, MSTATUS_MPP_S);
    CSR_PUT(mepc, supervisor);
    asm volatile("mret");
}
