/*
 * The only process of the Linux that make try-linux boots. It takes memory and gives it back as the debugger says.
 *
 * It asks by a system call that no kernel has. There the debugger stops the machine, inside the kernel, and answers in
 * the kernel's place: how many MiB this process shall hold. A kernel without a debugger says that there is no such
 * call, and then we wait.
 */
#include <stddef.h>

enum {
    SYS_NANOSLEEP = 101,
    SYS_MUNMAP = 215,
    SYS_MMAP = 222,
    SYS_ASK = 300, /* Nothing has this number. */
};

enum {
    PROT_READ_WRITE = 3,
    MAP_PRIVATE_ANONYMOUS = 0x22,
    MIB = 1 << 20,
    PAGE = 4096,
    MOST = 4096, /* MiB; an error is a number below 0, and so no answer. */
};

struct time {
    long seconds, nanoseconds;
};

static long system_call(long number, long a, long b, long c, long d)
{
    register long a0 asm("a0") = a;
    register long a1 asm("a1") = b;
    register long a2 asm("a2") = c;
    register long a3 asm("a3") = d;
    register long a4 asm("a4") = -1; /* mmap's file: none. */
    register long a5 asm("a5") = 0;
    register long a7 asm("a7") = number;

    asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7) : "memory");
    return a0;
}

/* What is only mapped takes no memory: that comes with the first store to each page. */
static char *take(size_t bytes)
{
    long at = system_call(SYS_MMAP, 0, (long)bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS);

    if (at < 0 && at > -PAGE)
        return NULL;
    for (size_t each = 0; each < bytes; each += PAGE)
        ((volatile char *)at)[each] = 1;
    return (char *)at;
}

void _start(void)
{
    struct time second = {1, 0};
    char *memory = NULL;
    size_t bytes = 0;

    for (;;) {
        long wanted = system_call(SYS_ASK, (long)bytes, 0, 0, 0);

        if (wanted < 0 || wanted > MOST) {
            system_call(SYS_NANOSLEEP, (long)&second, 0, 0, 0);
            continue;
        }
        if (memory != NULL)
            system_call(SYS_MUNMAP, (long)memory, (long)bytes, 0, 0);
        bytes = (size_t)wanted * MIB;
        memory = bytes == 0 ? NULL : take(bytes);
        if (memory == NULL)
            bytes = 0;
    }
}
