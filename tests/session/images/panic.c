/* A lesson that fails its check: the machine must say where and why, and stop with a failing status. */
#include "check.h"
#include "lesson.h"
#include "step.h"

const char lesson_title[] = "A lesson that panics";

void lesson(void)
{
    usize answer = 41;

    STEP(1, "check the answer");
    CHECK("the answer", 42, answer);
}
