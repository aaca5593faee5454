/*
 * Where everything is. The addresses of devices stand here and nowhere else; those in RAM are set in kernel.ld.
 *
 * The physical memory of QEMU's `virt` machine, as far as we use it. There is no paging: a pointer is what goes out on
 * the bus.
 *
 *   0x00001000  boot ROM          QEMU's; jumps to 0x80000000
 *   0x00100000  test device       power.c turns the machine off through it
 *   0x10000000  UART 16550        uart.c prints through it
 *   0x80000000  RAM  +---------------------------+
 *                    | .text, .rodata            |  code and constants; entry.S is the first byte
 *   0x80200000       +---------------------------+  data_start
 *                    | .data                     |
 *   0x80208000       +---------------------------+  stack_guard: any access traps, see entry.S
 *                    | guard page                |
 *   0x80209000       +---------------------------+
 *                    | .stack (grows downwards)  |
 *   0x80219000       +---------------------------+  stack_top lies just below, see kernel.ld
 *                    | .bss                      |  the kernel heap's 8 MiB at its end, in images that have one
 *                    +---------------------------+  image_end
 *                    | unused                    |
 *   0x88000000       +---------------------------+  with QEMU's -m 128M
 */
#pragma once

#define TEST_DEVICE 0x100000UL
#define UART0       0x10000000UL
