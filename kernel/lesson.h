/* What main.c expects of each lesson. An image holds exactly one. */
#pragma once

/* Shown when the lesson is over; the debugger reads it too. */
extern const char lesson_title[];

/* The lesson itself; its checks panic when they fail, so returning means success. */
void lesson(void);
