/* A stack of words, see stack.h. */
#include "stack.h"

void stack_push(struct stack *stack, usize *word)
{
    stack->top = word;
    *word = (usize)stack->top;
}

usize *stack_pop(struct stack *stack)
{
    usize *word = stack->top;

    if (word != NULL)
        stack->top = (usize *)*word;
    return word;
}

usize stack_depth(const struct stack *stack)
{
    usize depth = 0;

    for (const usize *word = stack->top; word != NULL; word = (const usize *)*word)
        depth++;
    return depth;
}
