/* Lesson 2: one store takes a node out of the middle of a list. walkthrough.md tells the story. */
#include "lesson.h"
#include "check.h"
#include "console.h"
#include "linked_list.h"
#include "step.h"
#include "types.h"

#define N 8

const char lesson_title[] = "Removing from the middle";

void lesson(void)
{
    usize values[N];                  /* the words that become nodes */
    struct linked_list list;          /* one word: head */
    struct linked_list_cursor cursor; /* walks the list: prev is the word that led to curr */
    usize *removed = NULL;            /* what the unlink handed back */
    usize count = 0;                  /* the nodes that remain */

    STEP(1, "push eight zeroed nodes, put a cursor at the front");
    for (usize i = 0; i < N; i++)
        values[i] = 0;
    list = linked_list_new();
    for (usize i = 0; i < N; i++)
        linked_list_push(&list, &values[i]);
    cursor = linked_list_cursor(&list);

    STEP(2, "walk the cursor to values[3]");
    while (cursor.curr != &values[3])
        linked_list_cursor_next(&cursor);

    STEP(3, "unlink the node under the cursor");
    removed = linked_list_cursor_remove(&cursor);

    STEP(4, "see what the removal wrote; one step of the cursor");
    CHECK("removed node", &values[3], removed);
    CHECK("link of values[4]", &values[2], values[4]);
    console_printf("4. values[4] points at values[2]: ok\n");
    CHECK("link of values[3]", &values[2], values[3]);
    console_printf("4. values[3] is off the list, still points at values[2]: ok\n");
    linked_list_cursor_next(&cursor);
    CHECK("cursor.curr", &values[2], cursor.curr);
    CHECK("cursor.prev", &values[4], cursor.prev);
    console_printf("4. the cursor goes on to values[2]: ok\n");

    STEP(5, "count what remains");
    linked_list_for_each(node, &list) {
        if (node == removed)
            panic("values[3] is still on the list");
        count++;
    }
    CHECK("nodes that remain", N - 1, count);
    console_printf("5. seven nodes remain, values[3] not among them: ok\n");
    for (usize i = N - 1; i > 0; i--) {
        if (i != 3)
            CHECK("link", i == 4 ? &values[2] : &values[i - 1], values[i]);
    }
    CHECK("last link", NULL, values[0]);
    console_printf("5. they are in the order they had: ok\n");

    STEP(6, "seven nodes remain, in order");
    CHECK("head", &values[N - 1], list.head);
    console_printf("6. head is still the node pushed last: ok\n");
}
