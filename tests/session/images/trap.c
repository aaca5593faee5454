/* A lesson that loads from where nothing is: the machine must name the trap, and stop with a failing status. */
#include "lesson.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "A lesson that traps";

void lesson(void)
{
    volatile usize *nowhere = (volatile usize *)0xdead0000;
    usize word;

    STEP(1, "load a word from nowhere");
    word = *nowhere;
    (void)word;
}
