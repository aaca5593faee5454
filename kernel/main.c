/* The boot order. */
#include "console.h"
#include "lesson.h"
#include "power.h"

/*
 * Nothing is printed before the lesson: what the machine does here leaves its traces on the stack that the lesson is
 * about to look at.
 */
void main(void)
{
    console_init();
    lesson();
    console_printf("%s: the lesson is over\n", lesson_title);
    power_off(POWER_OFF_SUCCESS);
}
