/*
 * For what must not happen. The data structures include this and nothing else of the machine; whoever runs them on
 * another computer supplies panic_at().
 */
#pragma once

/* Says where and why, in the manner of printf, and stops the machine with a failing status. */
#define panic(...) panic_at(__FILE__, __LINE__, __VA_ARGS__)

_Noreturn void panic_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
