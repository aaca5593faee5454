/* The tasks that are to be done, see tasks.h. */
#include "tasks.h"
#include "panic.h"

#define MOST 8

static struct task table[MOST]; /* room for tasks: the first `used` of them are in use */
static usize used;

static struct task *new_task(usize number)
{
    struct task *task;

    if (used == MOST)
        panic("expected at most %d tasks, found one more", MOST);
    task = &table[used++];
    task->number = number;
    return task;
}

static void put_in_front(struct tasks *tasks, struct task *task)
{
    task->next = tasks->first;
    tasks->first = task;
}

void tasks_add(struct tasks *tasks, usize number)
{
    struct task task = *new_task(number);

    put_in_front(tasks, &task);
}
