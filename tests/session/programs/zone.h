/* Structs with the members of Linux', for zone.c, which says what chooses among them. */
#pragma once

struct list_head {
    struct list_head *next, *prev;
};
typedef struct {
    long counter;
} atomic_long_t;
typedef struct {
    int counter;
} atomic_t;
typedef struct {
    unsigned int lock;
} spinlock_t;
typedef struct {
    unsigned int sequence;
    spinlock_t lock;
} seqlock_t;
typedef signed char s8;
typedef unsigned char u8;

enum migratetype {
    MIGRATE_UNMOVABLE,
    MIGRATE_MOVABLE,
    MIGRATE_RECLAIMABLE,
    MIGRATE_PCPTYPES,
    MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
#if KERNEL == 601
    MIGRATE_CMA,
#endif
    MIGRATE_ISOLATE,
    MIGRATE_TYPES
};
enum zone_stat_item { NR_FREE_PAGES, NR_ZONE_LRU_BASE, NR_VM_ZONE_STAT_ITEMS = 11 };

struct page {
    unsigned long flags;
    union {
        struct {
            union {
                struct list_head lru;
#if KERNEL >= 519
                struct {
                    void *__filler;
                    unsigned int mlock_count;
                };
                struct list_head buddy_list;
                struct list_head pcp_list;
#endif
            };
            void *mapping;
            union {
                unsigned long index;
                unsigned long share;
            };
            unsigned long private;
        };
        struct {
            unsigned long compound_head;
        };
    };
    union {
        unsigned int page_type;
        atomic_t _mapcount;
    };
    atomic_t _refcount;
    unsigned long memcg_data;
};

struct free_area {
    struct list_head free_list[MIGRATE_TYPES];
    unsigned long nr_free;
};
struct per_cpu_pages {
#if KERNEL >= 601
    spinlock_t lock;
#endif
    int count;
    int high;
#if KERNEL >= 612
    int high_min, high_max;
#endif
    int batch;
#if KERNEL >= 612
    u8 flags, alloc_factor, expire;
#endif
    short free_count;
    struct list_head lists[14];
};
struct per_cpu_zonestat {
    s8 vm_stat_diff[NR_VM_ZONE_STAT_ITEMS];
    s8 stat_threshold;
    unsigned long vm_numa_event[6];
};
struct pglist_data;
struct zone {
    unsigned long _watermark[KERNEL >= 612 ? 4 : 3];
    unsigned long watermark_boost;
    unsigned long nr_reserved_highatomic;
#if KERNEL >= 612
    unsigned long nr_free_highatomic;
#endif
    long lowmem_reserve[4];
    int node;
    struct pglist_data *zone_pgdat;
    struct per_cpu_pages *per_cpu_pageset;
    struct per_cpu_zonestat *per_cpu_zonestats;
#if KERNEL >= 612
    int pageset_high_min, pageset_high_max;
#else
    int pageset_high;
#endif
    int pageset_batch;
    unsigned long zone_start_pfn;
    atomic_long_t managed_pages;
    unsigned long spanned_pages;
    unsigned long present_pages;
    unsigned long present_early_pages;
    const char *name;
    unsigned long nr_isolate_pageblock;
    seqlock_t span_seqlock;
    int initialized;
    struct {
        char x[0];
    } _pad1_ __attribute__((aligned(64)));
    struct free_area free_area[ORDERS];
    unsigned long flags;
    spinlock_t lock;
    struct {
        char x[0];
    } _pad2_ __attribute__((aligned(64)));
    unsigned long percpu_drift_mark;
    unsigned long compact_cached_free_pfn;
    unsigned long compact_cached_migrate_pfn[2];
    _Bool contiguous;
    struct {
        char x[0];
    } _pad3_ __attribute__((aligned(64)));
    atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS];
    atomic_long_t vm_numa_event[6];
};
struct pglist_data {
    struct zone node_zones[4];
    int nr_zones;
#if MODEL == FLATMEM
    struct page *node_mem_map;
#endif
    unsigned long node_start_pfn;
    unsigned long node_present_pages;
    unsigned long node_spanned_pages;
    int node_id;
};
union swap_header {
    struct {
        char reserved[PAGE_SIZE - 10];
        char magic[10];
    } magic;
} swap_header;
