/*
 * A list through as many words as the debugger asks for: what `make bench` walks. They lie in a dense pool, or so far
 * from each other as it says; in random order, or each in front of the one before. With paging, each page has an entry
 * of its own.
 */
#include "lesson.h"
#include "linked_list.h"
#include "memlayout.h"
#include "paging.h"
#include "step.h"
#include "types.h"

#define MOST      1000000
#define RAM       0x80000000UL
#define TABLES    64 /* of 2 MiB each: 128 MiB */
#define GIB_SHIFT 30
#define PAGE      4096

const char lesson_title[] = "A list to be measured";

/* The debugger sets them at stop 1. */
usize count = 1000;
usize stride = sizeof(usize);
bool in_order, paging;

static usize pool[MOST];
static struct linked_list list;
static page_table root, middle, pages[TABLES];
extern char image_end[];

static usize *word(usize number)
{
    char *start = stride == sizeof(usize) ? (char *)pool : (char *)(((usize)image_end + PAGE - 1) & -PAGE);

    return (usize *)(start + number * stride);
}

/* Sattolo's shuffle makes one cycle through all numbers, which becomes a list when it is cut before number 0. */
static void link_at_random(void)
{
    usize state = 88172645463325252;

    for (usize i = 0; i < count; i++)
        *word(i) = i;
    for (usize i = count - 1; i > 0; i--) {
        usize j, number = *word(i);

        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        j = state % i;
        *word(i) = *word(j);
        *word(j) = number;
    }
    for (usize i = 0; i < count; i++)
        *word(i) = *word(i) == 0 ? 0 : (usize)word(*word(i));
    list.head = word(0);
}

static void link_in_order(void)
{
    for (usize i = 0; i < count; i++)
        *word(i) = i == 0 ? 0 : (usize)word(i - 1);
    list.head = word(count - 1);
}

/* Every page where it is, as a kernel maps it. */
static void map_pages(void)
{
    root[RAM >> GIB_SHIFT] = entry((usize)middle, TABLE);
    for (usize table = 0; table < TABLES; table++) {
        middle[table] = entry((usize)pages[table], TABLE);
        for (usize i = 0; i < ENTRIES; i++)
            pages[table][i] = entry(RAM + (table * ENTRIES + i) * PAGE, LEAF);
    }
}

static void look(void)
{
    STEP(2, "look at the list");
    while (paging)
        asm volatile("wfi");
}

void lesson(void)
{
    STEP(1, "link the words");
    if (in_order)
        link_in_order();
    else
        link_at_random();
    if (paging) {
        map_pages();
        supervise(root, look);
    }
    look();
}
