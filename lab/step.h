/* The numbered stops of a lesson. */
#pragma once

/*
 * STEP(5, "push each pointer in turn"): a place to stop before the code that follows. `break *step_5` stops there, and
 * the string at step_5_title tells the debugger what comes next. At run time it is one nop, without which the debugger
 * would show the line below. Assembly rather than C, so that `info locals` lists the lesson's variables and no others.
 */
#define STEP(number, title)                                       \
    asm volatile(".pushsection .rodata.steps, \"a\"\n"            \
                 ".globl step_" #number "_title\n"                \
                 "step_" #number "_title: .asciz \"" title "\"\n" \
                 ".popsection\n"                                  \
                 ".globl step_" #number "\n"                      \
                 "step_" #number ": nop")
