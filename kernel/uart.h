/* The serial port. */
#pragma once

void uart_init(void);
void uart_putc(char c);
