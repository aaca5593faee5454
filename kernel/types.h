/* The word of this machine. A list node is one of these, and an address fits into one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned long usize;

_Static_assert(sizeof(usize) == sizeof(void *), "a usize must hold an address");
