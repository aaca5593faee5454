/* What a lesson claims, checked while it runs. */
#pragma once

#include "panic.h"
#include "types.h"

/* Panics at the line of the check unless both words, numbers or pointers, are the same. Evaluates them twice. */
#define CHECK(what, expected, found)                                                           \
    do {                                                                                       \
        if ((usize)(expected) != (usize)(found))                                               \
            panic("%s: expected 0x%lx, found 0x%lx", what, (usize)(expected), (usize)(found)); \
    } while (0)
