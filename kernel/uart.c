/* The serial port, a 16550: sends one character at a time, waiting for its turn. */
#include "uart.h"
#include "memlayout.h"
#include "types.h"

/* Registers, one byte each. */
#define THR 0 /* transmit holding: the character to send */
#define IER 1 /* interrupt enable */
#define FCR 2 /* FIFO control */
#define LCR 3 /* line control */
#define LSR 5 /* line status */

#define FCR_ENABLE_AND_CLEAR 0x07
#define LCR_EIGHT_BITS       0x03
#define LSR_THR_EMPTY        0x20

static volatile uint8_t *uart_register(usize offset)
{
    return (volatile uint8_t *)(UART0 + offset);
}

void uart_init(void)
{
    *uart_register(IER) = 0;
    *uart_register(LCR) = LCR_EIGHT_BITS;
    *uart_register(FCR) = FCR_ENABLE_AND_CLEAR;
}

void uart_putc(char c)
{
    while ((*uart_register(LSR) & LSR_THR_EMPTY) == 0)
        ;
    *uart_register(THR) = (uint8_t)c;
}
