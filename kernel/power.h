/* Turning the machine off. */
#pragma once

/* The status that QEMU exits with. None of these is 1, with which QEMU itself exits when it cannot start. */
#define POWER_OFF_SUCCESS 0
#define POWER_OFF_PANIC   2
#define POWER_OFF_TRAP    3

/*
 * Ends the run with this status; with 1 where only its low eight bits, which are all that the shell sees, would be 0.
 * The debugger stops at this function to learn the status before the connection closes.
 */
_Noreturn void power_off(int status);
