/* Exercise 3: a list of tasks, then some other work. The file to edit is tasks.c. */
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "step.h"
#include "tasks.h"
#include "types.h"

#define N 5

const char lesson_title[] = "Five tasks, and then?";

static usize numbers[N] = {11, 22, 33, 44, 55}; /* of the tasks that are added; the grader tries others */
static struct tasks tasks;
static usize sum; /* what the other work found */

/* Some other work: adds up 1 to count the long way, by calling itself. */
static usize sum_up_to(usize count)
{
    usize rest = count == 0 ? 0 : sum_up_to(count - 1);

    return rest + count;
}

void lesson(void)
{
    const struct task *task;

    STEP(1, "no tasks yet; add one");
    tasks_add(&tasks, numbers[0]);

    STEP(2, "one task is in the list; add four more");
    for (usize i = 1; i < N; i++)
        tasks_add(&tasks, numbers[i]);

    STEP(3, "five tasks are in the list; do something that has nothing to do with them");
    sum = sum_up_to(20);

    STEP(4, "the five tasks are still there, the latest in front");
    CHECK("sum", 210, sum);
    task = tasks.first;
    for (usize i = N; i > 0; i--) {
        CHECK("number of the task", numbers[i - 1], task->number);
        task = task->next;
    }
    CHECK("what the first task points at", NULL, task);
    console_printf("4. five tasks, each with its number: ok\n");
}
