/*
 * Panics on the host: caught by EXPECT_PANIC, which compares the sentence; any other ends the program. One test program
 * includes this once.
 */
#pragma once

#include "panic.h"
#include "test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char panic_sentence[512];
static jmp_buf panic_caught;
static bool panic_is_expected;

_Noreturn void panic_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(panic_sentence, sizeof(panic_sentence), format, arguments);
    va_end(arguments);
    if (panic_is_expected)
        longjmp(panic_caught, 1);
    printf("panic: %s:%d: %s\n", file, line, panic_sentence);
    exit(1);
}

/* Runs the statement, which must panic; the rest is the sentence, in the manner of printf. */
#define EXPECT_PANIC(statement, ...)                                                                                  \
    do {                                                                                                              \
        char expected_sentence[512];                                                                                  \
                                                                                                                      \
        snprintf(expected_sentence, sizeof(expected_sentence), __VA_ARGS__);                                          \
        strcpy(panic_sentence, "no panic");                                                                           \
        panic_is_expected = true;                                                                                     \
        if (setjmp(panic_caught) == 0)                                                                                \
            statement;                                                                                                \
        panic_is_expected = false;                                                                                    \
        if (strcmp(panic_sentence, expected_sentence) != 0) {                                                         \
            printf("%s:%d: %s should panic with\n  %s\nbut the sentence was\n  %s\n", __FILE__, __LINE__, #statement, \
                   expected_sentence, panic_sentence);                                                                \
            test_is_ok = false;                                                                                       \
        }                                                                                                             \
    } while (0)
