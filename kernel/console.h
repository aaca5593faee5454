/* Formatted text on the serial port. */
#pragma once

void console_init(void);

/* As printf, but knows only %d %u %x %c %s %p %%, the first three also with l or z in front (%lu, %zx). */
void console_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
