/*
 * The least that a test needs: each test is a function, a failed check says where and what, and the last line counts.
 * One test program includes this once.
 */
#pragma once

#include "types.h"

#include <stdio.h>

static int tests_passed;
static int tests_failed;
static bool test_is_ok; /* cleared by the first check that fails in the running test */

#define EXPECT(condition)                                                                     \
    do {                                                                                      \
        if (!(condition)) {                                                                   \
            printf("%s:%d: should hold, but does not: %s\n", __FILE__, __LINE__, #condition); \
            test_is_ok = false;                                                               \
        }                                                                                     \
    } while (0)

/* For words, numbers and pointers; evaluates them twice. */
#define EXPECT_SAME(expected, found)                                                                         \
    do {                                                                                                     \
        if ((usize)(expected) != (usize)(found)) {                                                           \
            printf("%s:%d: %s should be %s (0x%lx), but was 0x%lx\n", __FILE__, __LINE__, #found, #expected, \
                   (usize)(expected), (usize)(found));                                                       \
            test_is_ok = false;                                                                              \
        }                                                                                                    \
    } while (0)

#define TEST(function) test_run(#function, function)

static void test_run(const char *name, void (*test)(void))
{
    test_is_ok = true;
    test();
    printf("%s %s\n", test_is_ok ? "ok" : "FAILED", name);
    if (test_is_ok)
        tests_passed++;
    else
        tests_failed++;
}

/* The exit status of the program. */
static int test_summary(void)
{
    printf("%d passed, %d failed\n", tests_passed, tests_failed);
    return tests_failed == 0 ? 0 : 1;
}
