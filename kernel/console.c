/* Formatted text on the serial port, and the panic that prints its reason there. */
#include "console.h"
#include "panic.h"
#include "power.h"
#include "types.h"
#include "uart.h"

#include <stdarg.h>

void console_init(void)
{
    uart_init();
}

static void console_puts(const char *text)
{
    for (; *text; text++)
        uart_putc(*text);
}

static void console_put_number(usize number, usize base)
{
    char digits[20]; /* the largest usize has twenty decimal digits; they come out last first */
    int count = 0;

    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0);
    while (count > 0)
        uart_putc(digits[--count]);
}

static void console_put_signed(long number)
{
    if (number < 0)
        uart_putc('-');
    /* Negating the word, not the long: the smallest long has no positive counterpart. */
    console_put_number(number < 0 ? -(usize)number : (usize)number, 10);
}

static void console_vprintf(const char *format, va_list arguments)
{
    for (; *format; format++) {
        bool is_long = false;

        if (*format != '%') {
            uart_putc(*format);
            continue;
        }
        format++;
        if (*format == 'l' || *format == 'z') {
            is_long = true;
            format++;
        }
        switch (*format) {
        case 'd':
            console_put_signed(is_long ? va_arg(arguments, long) : va_arg(arguments, int));
            break;
        case 'u':
            console_put_number(is_long ? va_arg(arguments, usize) : va_arg(arguments, unsigned int), 10);
            break;
        case 'x':
            console_put_number(is_long ? va_arg(arguments, usize) : va_arg(arguments, unsigned int), 16);
            break;
        case 'p':
            console_puts("0x");
            console_put_number((usize)va_arg(arguments, void *), 16);
            break;
        case 'c':
            uart_putc((char)va_arg(arguments, int));
            break;
        case 's':
            console_puts(va_arg(arguments, const char *));
            break;
        case '%':
            uart_putc('%');
            break;
        default:
            panic("console_printf: unknown conversion '%c'", *format);
        }
    }
}

void console_printf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    console_vprintf(format, arguments);
    va_end(arguments);
}

_Noreturn void panic_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    console_printf("panic: %s:%d: ", file, line);
    va_start(arguments, format);
    console_vprintf(format, arguments);
    va_end(arguments);
    uart_putc('\n');
    power_off(POWER_OFF_PANIC);
}
