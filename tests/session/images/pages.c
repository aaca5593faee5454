/*
 * A kernel that maps page by page (Sv39), as xv6 does, with a word of its list in each of the pages from HIGH on:
 *
 *   1000 pages  -> RAM behind the image, in order
 *    100 pages  -> RAM behind that, the last one first
 *    one        -> the UART
 *    one        nothing
 *     10 pages  -> RAM again, in order; every other one cannot be written
 */
#include "lesson.h"
#include "linked_list.h"
#include "memlayout.h"
#include "paging.h"
#include "step.h"

#define RAM       0x80000000UL
#define HIGH      0xffffffc000000000UL
#define GIB_SHIFT 30
#define PAGE      4096
#define ORDERED   1000
#define REVERSED  100
#define MORE      10
#define WRITE     0x4UL

const char lesson_title[] = "A kernel that maps page by page";

static page_table root, middle, tables[3];
struct linked_list list, to_uart, to_nothing;
extern char image_end[];

static void map(usize page, usize physical, usize flags)
{
    tables[page / ENTRIES][page % ENTRIES] = entry(physical, flags);
}

static usize *word(usize page)
{
    return (usize *)(HIGH + page * PAGE + 8 * (page % 100));
}

static void look(void)
{
    usize last = ORDERED + REVERSED - 1;

    for (usize page = 0; page < last; page++)
        *word(page) = (usize)word(page + 1);
    *word(last) = 0;
    list.head = word(0);
    to_uart.head = (usize *)(HIGH + (last + 1) * PAGE);
    to_nothing.head = (usize *)(HIGH + (last + 2) * PAGE);
    STEP(1, "look through the page tables");
    for (;;)
        asm volatile("wfi");
}

void lesson(void)
{
    usize ram = ((usize)image_end + PAGE - 1) & -PAGE;

    for (usize page = 0; page < ORDERED; page++)
        map(page, ram + page * PAGE, LEAF);
    for (usize page = 0; page < REVERSED; page++)
        map(ORDERED + page, ram + (ORDERED + REVERSED - 1 - page) * PAGE, LEAF);
    map(ORDERED + REVERSED, UART0, LEAF);
    for (usize page = 0; page < MORE; page++)
        map(ORDERED + REVERSED + 2 + page, ram + page * PAGE, page % 2 ? LEAF & ~WRITE : LEAF);
    for (int each = 0; each < 3; each++)
        middle[each] = entry((usize)tables[each], TABLE);
    root[HIGH >> GIB_SHIFT & (ENTRIES - 1)] = entry((usize)middle, TABLE);
    root[RAM >> GIB_SHIFT] = entry(RAM, LEAF);
    supervise(root, look);
}
