/* Exercise 1: eight words go onto a stack, and come back in reverse. The file to edit is stack.c. */
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "stack.h"
#include "step.h"
#include "types.h"

#define N 8

const char lesson_title[] = "A stack that never ends";

static usize order[N] = {0, 1, 2, 3, 4, 5, 6, 7}; /* in which words are pushed; the grader tries others */
static usize words[N];
static struct stack stack;
static usize depth;      /* how many words were counted */
static usize *popped[N]; /* what came back, in this order */

void lesson(void)
{
    STEP(1, "eight words, an empty stack; push the first word");
    stack_push(&stack, &words[order[0]]);

    STEP(2, "one word is on the stack; push the other seven");
    for (usize i = 1; i < N; i++)
        stack_push(&stack, &words[order[i]]);

    STEP(3, "eight words are on the stack; count them");
    depth = stack_depth(&stack);

    STEP(4, "eight were counted; take them all");
    CHECK("words on the stack", N, depth);
    for (usize i = 0; i < N; i++)
        popped[i] = stack_pop(&stack);

    STEP(5, "they came back in reverse, and the stack is empty");
    for (usize i = 0; i < N; i++)
        CHECK("word that came back", &words[order[N - 1 - i]], popped[i]);
    CHECK("top of the stack", NULL, stack.top);
    console_printf("5. eight words went onto the stack, and eight came back: ok\n");
}
