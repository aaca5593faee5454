/* A program that never comes to its second stop. */
#include "lesson.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "For ever";

void lesson(void)
{
    volatile usize count = 0;

    STEP(1, "count");
    while (count + 1 != 0)
        count++;
    STEP(2, "never");
}
