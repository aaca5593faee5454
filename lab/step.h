/* The numbered stops of a lesson. */
#pragma once

/*
 * STEP(5, "push each pointer in turn"): a place to stop before the code that follows. `break *step_5` stops there, and
 * the string at step_5_title tells the debugger what comes next. At run time it is one nop, without which the debugger
 * would show the line below. Assembly rather than C, so that `info locals` lists the lesson's variables and no others;
 * in one line, so that the assembler names the line of a STEP that is there twice.
 */
#define STEP(number, title)                                       \
    asm volatile(".pushsection .rodata.steps, \"a\"; "            \
                 ".globl step_" #number "_title; "                \
                 "step_" #number "_title: .asciz \"" title "\"; " \
                 ".popsection; "                                  \
                 ".globl step_" #number "; "                      \
                 "step_" #number ": nop")
