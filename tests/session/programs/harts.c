/* Two processors, one in the kernel and one in user mode, which sees nothing of the kernel: both by the same page table
   (Sv39). qemu-system-riscv64 -machine virt -bios none -smp 2. Linked by kernel/kernel.ld. */
typedef unsigned long usize;

#define RAM       0x80000000UL /* for the kernel alone */
#define USER      0x40000000UL /* the same RAM, for user mode */
#define GIB       30
#define LEAF      0xcfUL /* dirty, accessed, execute, write, read, valid */
#define FOR_USER  0x10UL
#define PUT(r, v) asm volatile("csrw " #r ", %0" ::"r"(v))

asm(".section .text.entry, \"ax\"\n"
    ".globl _start\n"
    "_start: la sp, stack_top\n"
    "csrr a0, mhartid\n"
    "slli t0, a0, 12\n"
    "sub sp, sp, t0\n"
    "j run\n"
    ".text");

struct node {
    struct node *next;
} nodes[3];

struct node *head;
struct node **where = &head;
usize root[512] __attribute__((aligned(4096)));
volatile int ready;

void idle(void)
{
    for (;;)
        ;
}

void kernel(void)
{
    while (ready != 2)
        ;
    idle();
}

void user(void)
{
    ready = 2;
    for (;;)
        ;
}

/* [head] -> 2 -> 1 -> 0 -> null; hart 0 goes on in the kernel, hart 1 in user mode. */
void run(usize hart)
{
    if (hart == 0) {
        for (int i = 0; i < 3; i++) {
            nodes[i].next = head;
            head = &nodes[i];
        }
        root[RAM >> GIB] = RAM >> 12 << 10 | LEAF;
        root[USER >> GIB] = RAM >> 12 << 10 | LEAF | FOR_USER;
        ready = 1;
    }
    while (ready == 0)
        ;
    PUT(pmpaddr0, -1UL);
    PUT(pmpcfg0, 0x1fUL);
    PUT(satp, 8UL << 60 | (usize)root >> 12);
    asm volatile("sfence.vma");
    PUT(mstatus, hart == 0 ? 0x800UL : 0UL);
    PUT(mepc, hart == 0 ? (usize)kernel : (usize)user - RAM + USER);
    asm volatile("add sp, sp, %0\n\tmret" ::"r"(hart == 0 ? 0 : USER - RAM));
}
