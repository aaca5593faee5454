/* A word, as all of this code means it: as wide as an address. RISC-V's own `word` has four bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* From the compiler itself: without a C library not every one has a stdint.h. */
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT32_TYPE__ uint32_t;

typedef unsigned long usize;

_Static_assert(sizeof(usize) == sizeof(void *), "a usize must hold an address");
