/* A list on a machine of 32 bits: qemu-system-riscv32 -machine virt -bios none. Linked by kernel/kernel.ld. */
typedef unsigned int u32;

asm(".section .text.entry, \"ax\"\n"
    ".globl _start\n"
    "_start: la sp, stack_top\n"
    "j run\n"
    ".text");

struct list {
    u32 *head;
};

u32 values[8];
struct list list, crooked, to_uart;

void idle(void)
{
    for (;;)
        asm volatile("wfi");
}

/* [list] -> 7 -> 6 -> ... -> 0 -> null */
void run(void)
{
    for (int i = 0; i < 8; i++) {
        values[i] = (u32)list.head;
        list.head = &values[i];
    }
    crooked.head = (u32 *)((u32)values + 2);
    to_uart.head = (u32 *)0x10000000;
    idle();
}
