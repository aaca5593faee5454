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
#include "paging.h"
#include "step.h"

#define RAM     0x80000000UL
#define LOW     0x0000000000000000UL
#define HIGH    0xffffffc000000000UL
#define DEVICES 0xffffffc040000000UL
#define NOWHERE 0xffffffc080000000UL

#define SEEN_AT(base, object) ((usize *)((base) + (usize)(object)-RAM))

#define GIB_SHIFT 30

const char lesson_title[] = "A kernel with paging";

static page_table root;
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
    root[address >> GIB_SHIFT & (ENTRIES - 1)] = entry(physical, LEAF);
}

void lesson(void)
{
    map(LOW, RAM);
    map(RAM, RAM);
    map(HIGH, RAM);
    map(DEVICES, 0);
    supervise(root, supervisor);
}
