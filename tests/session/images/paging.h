/* What the kernels that turn paging on (Sv39) have in common. */
#pragma once

#include "types.h"

#define SATP_SV39      (8UL << 60)
#define PAGE_SHIFT     12
#define ENTRIES        512
#define TABLE          0x01UL        /* an entry that leads to another table */
#define LEAF           0xcfUL        /* dirty, accessed, execute, write, read, valid */
#define PMP_ALL        (0x1fUL << 8) /* the second range: everything, for all modes */
#define MSTATUS_MPP    0x1800UL
#define MSTATUS_MPP_S  0x0800UL
#define CSR_SET(r, v)  asm volatile("csrs " #r ", %0" ::"r"(v))
#define CSR_PUT(r, v)  asm volatile("csrw " #r ", %0" ::"r"(v))
#define CSR_DROP(r, v) asm volatile("csrc " #r ", %0" ::"r"(v))

typedef usize page_table[ENTRIES] __attribute__((aligned(4096)));

/* What an entry holds for a piece of memory, or for a table, at `physical`. */
static inline usize entry(usize physical, usize flags)
{
    return physical >> PAGE_SHIFT << 10 | flags;
}

/* Goes on with `next` in supervisor mode, under the page tables from `root` on. */
static inline void supervise(page_table root, void (*next)(void))
{
    CSR_PUT(pmpaddr1, -1UL);
    CSR_SET(pmpcfg0, PMP_ALL);
    CSR_PUT(satp, SATP_SV39 | (usize)root >> PAGE_SHIFT);
    asm volatile("sfence.vma");
    CSR_DROP(mstatus, MSTATUS_MPP);
    CSR_SET(mstatus, MSTATUS_MPP_S);
    CSR_PUT(mepc, next);
    asm volatile("mret");
}
