/* The formatted print and the panic of kernel/console.c, the very file, with an array for a serial port. */
#include "console.h"
#include "panic.h"
#include "power.h"
#include "test.h"
#include "uart.h"

#include <limits.h>
#include <setjmp.h>
#include <string.h>

static char printed[256];
static usize printed_count;
static int off_status;
static jmp_buf off; /* where power_off() goes, since it may not return */

void uart_init(void)
{
    memset(printed, 0, sizeof(printed));
    printed_count = 0;
}

void uart_putc(char c)
{
    if (printed_count < sizeof(printed) - 1)
        printed[printed_count++] = c;
}

_Noreturn void power_off(int status)
{
    off_status = status;
    longjmp(off, 1);
}

/* Checks what the console prints; the format is checked against the arguments by the compiler, as printf's is. */
#define EXPECT_PRINTED(expected, ...)                                                                          \
    do {                                                                                                       \
        console_init();                                                                                        \
        console_printf(__VA_ARGS__);                                                                           \
        if (strcmp(printed, expected) != 0) {                                                                  \
            printf("%s:%d: should print \"%s\", but printed \"%s\"\n", __FILE__, __LINE__, expected, printed); \
            test_is_ok = false;                                                                                \
        }                                                                                                      \
    } while (0)

static void prints_text(void)
{
    EXPECT_PRINTED("", "%s", "");
    EXPECT_PRINTED("hello, x 100%\n", "%s, %c %d%%\n", "hello", 'x', 100);
}

static void prints_decimal_numbers(void)
{
    EXPECT_PRINTED("0 -1 2147483647 -2147483648", "%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
    EXPECT_PRINTED("9223372036854775807 -9223372036854775808", "%ld %ld", LONG_MAX, LONG_MIN);
    EXPECT_PRINTED("4294967295 18446744073709551615", "%u %lu", UINT_MAX, ULONG_MAX);
    EXPECT_PRINTED("7", "%zu", (size_t)7);
}

static void prints_hexadecimal_numbers(void)
{
    EXPECT_PRINTED("0 ffffffff 80218d48 ff", "%x %x %lx %zx", 0U, UINT_MAX, 0x80218d48UL, (size_t)255);
    EXPECT_PRINTED("0x80218d48 0x0", "%p %p", (void *)0x80218d48, NULL);
}

static void panic_names_the_place_and_fails(void)
{
    console_init();
    off_status = 0;
    if (setjmp(off) == 0)
        panic_at("somewhere.c", 12, "expected %d, found %s", 3, "none");
    EXPECT(strcmp(printed, "panic: somewhere.c:12: expected 3, found none\n") == 0);
    EXPECT_SAME(POWER_OFF_PANIC, off_status);
}

int main(void)
{
    TEST(prints_text);
    TEST(prints_decimal_numbers);
    TEST(prints_hexadecimal_numbers);
    TEST(panic_names_the_place_and_fails);
    return test_summary();
}
