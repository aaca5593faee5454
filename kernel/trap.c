/* Traps: the lessons expect none, so each is reported and ends the run. */
#include "console.h"
#include "memlayout.h"
#include "power.h"
#include "types.h"

#define CAUSE_INTERRUPT (1UL << 63)

extern const char stack_guard[]; /* kernel.ld: the page below the stack */
#define GUARD_SIZE 4096UL

/* By the number in mcause, in plain words: the privileged specification says "Store/AMO" and "U-mode". */
static const char *const trap_names[] = {
    [0] = "instruction address misaligned",
    [1] = "instruction access fault",
    [2] = "illegal instruction",
    [3] = "breakpoint",
    [4] = "load address misaligned",
    [5] = "load access fault",
    [6] = "store address misaligned",
    [7] = "store access fault",
    [8] = "environment call from user mode",
    [9] = "environment call from supervisor mode",
    [11] = "environment call from machine mode",
    [12] = "instruction page fault",
    [13] = "load page fault",
    [15] = "store page fault",
};

static const char *trap_name(usize cause)
{
    if (cause & CAUSE_INTERRUPT)
        return "interrupt";
    if (cause >= sizeof(trap_names) / sizeof(trap_names[0]) || trap_names[cause] == NULL)
        return "unknown cause";
    return trap_names[cause];
}

/* entry.S calls this on a stack of its own. */
_Noreturn void trap_report(void)
{
    usize cause, pc, address;

    asm volatile("csrr %0, mcause" : "=r"(cause));
    asm volatile("csrr %0, mepc" : "=r"(pc));
    asm volatile("csrr %0, mtval" : "=r"(address));

    console_printf("trap: %s (cause %lu), pc %p, address %p\n", trap_name(cause), cause & ~CAUSE_INTERRUPT, (void *)pc,
                   (void *)address);
    if (address - (usize)stack_guard < GUARD_SIZE)
        console_printf("trap: that is the guard page: the stack is used up\n");
    power_off(POWER_OFF_TRAP);
}
