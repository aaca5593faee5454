/* Lesson 0: three words of memory, for somebody who has never seen a debugger. walkthrough.md tells the story. */
#include "lesson.h"
#include "check.h"
#include "console.h"
#include "linked_list.h"
#include "step.h"
#include "types.h"

const char lesson_title[] = "A first look";

/* What the three words make together. Line by line, to be stepped through. */
static usize add_up(const usize *words)
{
    usize total = 0; /* what was added so far */

    total += words[0];
    total += words[1];
    total += words[2];
    return total;
}

void lesson(void)
{
    usize words[3] = {0, 0, 0};                  /* numbers first, the nodes of a list later */
    usize *pointer = NULL;                       /* the address of one of them */
    usize sum = 0;                               /* what they make together */
    struct linked_list list = linked_list_new(); /* one word: head, and nothing on it yet */

    STEP(1, "write three numbers");
    words[0] = 10;
    words[1] = 255;
    words[2] = 4096;

    STEP(2, "keep the address of the second");
    pointer = &words[1];

    STEP(3, "write to where the pointer points");
    *pointer = 16;

    STEP(4, "call a function, twice");
    sum = add_up(words);
    CHECK("the sum", 10 + 16 + 4096, sum);
    sum = add_up(words);
    console_printf("4. 10 + 16 + 4096 = %lu: ok\n", sum);

    STEP(5, "push the three words onto a list");
    linked_list_push(&list, &words[0]);
    linked_list_push(&list, &words[1]);
    linked_list_push(&list, &words[2]);

    STEP(6, "each word holds an address: follow them");
    CHECK("head", &words[2], list.head);
    CHECK("the link of words[2]", &words[1], words[2]);
    CHECK("the link of words[1]", &words[0], words[1]);
    CHECK("the link of words[0]", NULL, words[0]);
    console_printf("6. three nodes, from the last to the first: ok\n");
}
