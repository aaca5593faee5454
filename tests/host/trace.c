/*
 * The trace of tests/trace.h on the host, with its memory where the image has it; built without AddressSanitizer, whose
 * shadow lies there, and without a ledger, while the image has one: the two prove the builds alike as well.
 */
#include "../trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

_Noreturn void panic_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    printf("panic: %s:%d: ", file, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    exit(2);
}

static void print(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
}

int main(void)
{
    void *memory = mmap((void *)TRACE_MEMORY, TRACE_SIZE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

    if (memory != (void *)TRACE_MEMORY)
        panic("the trace needs its memory at 0x%lx, found it at %p", TRACE_MEMORY, memory);
    trace_run(print);
    return 0;
}
