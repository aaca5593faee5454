/* Lists on a machine of 32 bits: qemu-system-riscv32 -machine virt -bios none. Linked by kernel/kernel.ld. */
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

/* Linux', BSD's, utlist's; links that are encoded, and behind what is larger than a word; four nodes each. */
struct list_head {
    struct list_head *next, *prev;
};
struct task {
    int pid;
    char comm[8];
    struct list_head list;
} tasks[4];
struct list_head tasklist = {&tasklist, &tasklist};
struct event {
    int v;
    struct event *next, **prev;
} events[4];
struct queue {
    struct event *first, **last;
} queues[2];
struct ut {
    int v;
    struct ut *prev, *next;
} uts[4], *ut_head;
struct wide {
    long long big;
    struct wide *next;
    struct task *of;
    unsigned high : 5, low : 3;
} wides[4], *wide_head;
struct mangled {
    struct mangled *next;
    u32 key;
} mangled[4], *entries[2];
struct flagged {
    int v;
    u32 next_and_flags;
} flagged[4];
struct flags {
    struct flagged *head;
} flags;
struct slot {
    int v;
    short next;
} slots[4];
short first_slot;

static void link_all(int i, int more)
{
    struct list_head *node = &tasks[i].list;

    tasks[i] = (struct task){100 + i, {'a' + i}, {&tasklist, tasklist.prev}};
    tasklist.prev->next = node;
    tasklist.prev = node;
    events[i] = (struct event){i, more ? &events[i + 1] : 0, i ? &events[i - 1].next : &queues[1].first};
    uts[i] = (struct ut){i, i ? &uts[i - 1] : &uts[3], more ? &uts[i + 1] : 0};
    wides[i] = (struct wide){-i, more ? &wides[i + 1] : 0, &tasks[i], i, i};
    mangled[i].next = (struct mangled *)((u32)&mangled[i] >> 12 ^ (more ? (u32)&mangled[i + 1] : 0));
    flagged[i] = (struct flagged){i, (more ? (u32)&flagged[i + 1] : 0) | (i & 3)};
    slots[i] = (struct slot){i, more ? i + 1 : -1};
}

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
    for (int i = 0; i < 4; i++)
        link_all(i, i < 3);
    queues[0].last = &queues[0].first;
    queues[1] = (struct queue){&events[0], &events[3].next};
    ut_head = &uts[0];
    wide_head = &wides[0];
    entries[1] = &mangled[0];
    flags.head = &flagged[0];
    crooked.head = (u32 *)((u32)values + 2);
    to_uart.head = (u32 *)0x10000000;
    idle();
}
