/* Zones of Linux, in structs of the same members: of 6.12 as Debian builds it for riscv64, of 6.1 or 5.15 (KERNEL=612,
   601, 515). MODEL says how the kernel finds struct pages; CPUS is 1 for a kernel of one processor; PAGES is how many
   the zone has. It runs as a process, or has a machine of 32 bits for itself (linked by kernel/kernel.ld). */
#ifndef KERNEL
#define KERNEL 612
#endif
#define FLATMEM 1
#define SPARSE  2 /* sections in an array */
#define EXTREME 3 /* rows of sections, each behind a pointer */
#ifndef MODEL
#define MODEL EXTREME
#endif
#ifndef CPUS
#define CPUS 4
#endif
#ifndef PAGES
#define PAGES 65536
#endif
#define FIRST       0x80000UL /* the number of the zone's first page */
#define PAGE_SIZE   4096
#define ORDERS      11
#define PER_SECTION 32768
#define PRESENT     0x0f /* flags in section_mem_map */
#define ISOLATED    (MIGRATE_TYPES - 1)
#define BARE        (__riscv && __riscv_xlen == 32)

#if BARE
asm(".section .text.entry, \"ax\"\n"
    ".globl _start\n"
    "_start: la sp, stack_top\n"
    "j run\n"
    ".text");
#endif

#include "zone.h"

struct page map[PAGES] __attribute__((aligned(4096)));
#if MODEL == FLATMEM
struct pglist_data contig_page_data;
#define NODE (&contig_page_data)
#else
struct pglist_data node;
struct pglist_data *node_data[2];
#define NODE (&node)
struct mem_section {
    unsigned long section_mem_map;
    void *usage;
    void *page_ext;
    unsigned long pad;
};
unsigned long __highest_present_section_nr;
#if MODEL == EXTREME
#define PER_ROOT (PAGE_SIZE / sizeof(struct mem_section))
struct mem_section *roots[64];
struct mem_section **mem_section;
struct mem_section sections[4][PER_ROOT];
#else
struct mem_section mem_section[64][1];
#endif
#endif

#if CPUS > 1
struct cpumask {
    unsigned long bits[1];
} __cpu_possible_mask = {{0x5}}; /* 0 and 2 */
unsigned long __per_cpu_offset[CPUS];
#endif
struct percpu {
    struct per_cpu_pages pages;
    struct per_cpu_zonestat stat;
} percpu[CPUS];

/* What was put on the lists, counted on the way. */
struct {
    unsigned long blocks[ORDERS][MIGRATE_TYPES];
    unsigned long all, pages, isolated;
} counted;

static unsigned int state = 1;
struct zone *zone_at;
void *no_zone;

static unsigned int chance(unsigned int below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 16) % below;
}

static void list_add_tail(struct list_head *new, struct list_head *head)
{
    new->next = head;
    new->prev = head->prev;
    head->prev->next = new;
    head->prev = new;
}

static void add(unsigned long at, int order, int type)
{
    struct free_area *area = &zone_at->free_area[order];

    map[at].private = order;
#if KERNEL >= 519
    list_add_tail(&map[at].buddy_list, &area->free_list[type]);
#else
    list_add_tail(&map[at].lru, &area->free_list[type]);
#endif
    area->nr_free++;
    counted.blocks[order][type]++;
    counted.all++;
    counted.pages += 1UL << order;
    if (type == ISOLATED)
        counted.isolated += 1UL << order;
}

/* Whether all of a block is free; if only a part of it is, that is put on the lists. */
static int divide(unsigned long at, int order, int type)
{
    unsigned long half = order ? 1UL << (order - 1) : 0;
    int low, high;

    if (order == 0 || chance(24) < 2)
        return chance(3) < 1;
    low = divide(at, order - 1, type);
    high = divide(at + half, order - 1, type);
    if (low && high)
        return 1;
    if (low)
        add(at, order - 1, type);
    if (high)
        add(at + half, order - 1, type);
    return 0;
}

static void make_map(void)
{
    unsigned long coded = (unsigned long)map - FIRST * sizeof(struct page);

#if MODEL == FLATMEM
    NODE->node_mem_map = map;
    NODE->node_start_pfn = FIRST;
    (void)coded;
#else
    unsigned long number, first = FIRST / PER_SECTION, count = (PAGES + PER_SECTION - 1) / PER_SECTION;

    node_data[0] = NODE;
    __highest_present_section_nr = first + count - 1;
    for (number = first; number < first + count; number++) {
#if MODEL == EXTREME
        roots[number / PER_ROOT] = sections[number / PER_ROOT];
        roots[number / PER_ROOT][number % PER_ROOT].section_mem_map = coded | PRESENT;
#else
        mem_section[number][0].section_mem_map = coded | PRESENT;
#endif
    }
#if MODEL == EXTREME
    mem_section = roots;
#endif
#endif
}

/* Puts a block on a processor's own list. */
static void park(unsigned int cpu, unsigned long at, int order, int type)
{
    struct per_cpu_pages *own = &percpu[cpu].pages;

    list_add_tail(&map[at].lru, &own->lists[order == 9 ? 12 + type : 3 * order + type]);
    own->count += 1 << order;
}

static void make_processors(void)
{
    unsigned int cpu, list;

    for (cpu = 0; cpu < CPUS; cpu++) {
#if CPUS > 1
        __per_cpu_offset[cpu] = (unsigned long)&percpu[cpu] - (unsigned long)&percpu[0];
#endif
        percpu[cpu].stat.stat_threshold = 12;
        percpu[cpu].pages.count = 0;
        for (list = 0; list < 14; list++) {
            struct list_head *head = &percpu[cpu].pages.lists[list];
            head->next = head->prev = head;
        }
    }
    percpu[0].stat.vm_stat_diff[NR_FREE_PAGES] = 5;
#if CPUS > 1
    percpu[1].stat.vm_stat_diff[NR_FREE_PAGES] = 99; /* there is no such processor */
    percpu[2].stat.vm_stat_diff[NR_FREE_PAGES] = -7;
#endif
    /* At the zone's end: on the first processor four single pages, and a huge one; on the last two of order 1. */
    for (list = 0; list < 4; list++)
        park(0, PAGES - 1024 + list, 0, 1);
    park(0, PAGES - 512, 9, 1);
    park(CPUS > 1 ? 2 : 0, PAGES - 1016, 1, 0);
    park(CPUS > 1 ? 2 : 0, PAGES - 1014, 1, 0);
    zone_at->per_cpu_pageset = &percpu[0].pages;
    zone_at->per_cpu_zonestats = &percpu[0].stat;
}

static void make_zone(void)
{
    unsigned long at;
    int order, type;

    zone_at = &NODE->node_zones[0];
    zone_at->name = "DMA32";
    NODE->node_zones[1].name = "Normal";
    zone_at->zone_pgdat = NODE;
    zone_at->zone_start_pfn = FIRST;
    zone_at->spanned_pages = PAGES;
    zone_at->present_pages = PAGES;
    zone_at->managed_pages.counter = PAGES - PAGES / 64;
    for (order = 0; order < ORDERS; order++) {
        for (type = 0; type < MIGRATE_TYPES; type++) {
            struct list_head *head = &zone_at->free_area[order].free_list[type];
            head->next = head->prev = head;
        }
    }
    for (at = 0; at < PAGES - 1024; at += 1UL << (ORDERS - 1)) {
        type = chance(16) ? chance(3) : ISOLATED;
        if (divide(at, ORDERS - 1, type))
            add(at, ORDERS - 1, type);
    }
    zone_at->vm_stat[NR_FREE_PAGES].counter = counted.pages - counted.isolated - 5 + (CPUS > 1 ? 7 : 0);
}

void ready(void)
{
}

void run(void)
{
    make_map();
    make_zone();
    make_processors();
    ready();
    for (;;)
        ;
}

#if !BARE
int main(void)
{
    run();
}
#endif
