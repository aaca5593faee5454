/* Turning the machine off. */
#pragma once

/* The status that QEMU exits with. 1 is left out: QEMU itself uses it when it cannot start. */
#define POWER_OFF_SUCCESS 0
#define POWER_OFF_PANIC   2
#define POWER_OFF_TRAP    3

/* The debugger stops at this function to learn the status before the connection closes. */
_Noreturn void power_off(int status);
