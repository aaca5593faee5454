/* The tasks that are to be done, the latest in front. */
#pragma once

#include "types.h"

struct task {
    struct task *next; /* the task added before this one, NULL for the first */
    usize number;      /* which task it is */
};

struct tasks {
    struct task *first; /* the task added last, NULL when there is none */
};

/* Adds a task with this number, eight at most. */
void tasks_add(struct tasks *tasks, usize number);
