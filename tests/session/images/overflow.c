/* A lesson that uses up its stack: the guard page below must trap, and the report must say so. */
#include "lesson.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "A lesson that overflows its stack";

static usize dig(usize depth)
{
    return depth == 0 ? 0 : 1 + dig(depth - 1);
}

void lesson(void)
{
    usize depth = 0;

    STEP(1, "call deeper than the stack is");
    depth = dig(1000000);
    (void)depth;
}
