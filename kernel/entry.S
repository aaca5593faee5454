# The first instruction, and the last resort: sets up the stack and goes to C; takes traps.

# The calls are described in .debug_frame, for the debugger alone.
.cfi_sections .debug_frame

# Every hart starts here, in machine mode, with interrupts off.
.section .text.entry, "ax"
.globl _start
.type _start, @function
_start:
        .cfi_startproc
        .cfi_undefined ra               # nobody called us: backtraces end here
        csrr t0, mhartid
        bnez t0, park                   # we need one hart only

        # A reset leaves the registers as they were, and functions save some on the stack without looking at them.
        # Cleared here, they leave the same memory behind in every run.
.irp number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        li x\number, 0
.endr

        la t0, trap_entry
        csrw mtvec, t0

        # Let no-one touch the page below the stack, so that a stack overflow traps instead of eating .data. A
        # protection range of 4096 bytes is written as (start + 4096/2 - 1) / 4; L binds machine mode too.
        la t0, stack_guard + 0x7ff
        srli t0, t0, 2
        csrw pmpaddr0, t0
        li t0, 0x98                     # L | NAPOT, and none of R, W, X
        csrw pmpcfg0, t0

        la t0, bss_start
        la t1, bss_cleared_end
clear:
        bgeu t0, t1, run
        sd zero, 0(t0)
        addi t0, t0, 8
        j clear
run:
        la sp, stack_top
        li s0, 0                        # no frame above main()'s
        call main

park:
        wfi
        j park
        .cfi_endproc
.size _start, . - _start

# A trap never returns here, so no register is saved. Its cause may be that the stack is used up: take another one.
.balign 4
.globl trap_entry
.type trap_entry, @function
trap_entry:
        .cfi_startproc
        .cfi_undefined ra
        la sp, trap_stack_top
        call trap_report
        j park
        .cfi_endproc
.size trap_entry, . - trap_entry

.bss
.balign 16
        .skip 4096
trap_stack_top:
