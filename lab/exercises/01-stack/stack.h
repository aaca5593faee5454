/* A stack of words. A word on it holds the address of the one below, the lowest one holds NULL. */
#pragma once

#include "types.h"

struct stack {
    usize *top; /* the word pushed last, NULL when the stack is empty */
};

/* Puts a word on top. */
void stack_push(struct stack *stack, usize *word);

/* Takes the word on top, NULL when there is none. */
usize *stack_pop(struct stack *stack);

/* How many words are on the stack. */
usize stack_depth(const struct stack *stack);
