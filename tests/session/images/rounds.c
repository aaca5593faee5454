/* A stop in a loop, and one in a function that is called twice. */
#include "lesson.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "Round and round";

static usize sum;
static unsigned short small;

static void twice(usize by)
{
    usize mine = by;
    STEP(2, "a function called twice");
    sum += mine;
}

void lesson(void)
{
    STEP(1, "before the loop");
    for (usize i = 0; i < 3; i++) {
        STEP(3, "the body of the loop");
        sum = sum;
        small = (unsigned short)i;
    }
    twice(1);
    twice(2);
    STEP(4, "the end");
    sum = 0;
}
