/* Lesson 1: sixteen words on the stack become the nodes of a list. walkthrough.md tells the story. */
#include "lesson.h"
#include "check.h"
#include "console.h"
#include "linked_list.h"
#include "step.h"
#include "types.h"

#define N 16

const char lesson_title[] = "An intrusive list on the stack";

void lesson(void)
{
    usize values[N];             /* the words that become nodes */
    struct linked_list list;     /* one word: head */
    struct linked_list *list_at; /* the list's address, to see that it lives on the stack as well */
    usize *ptrs[N];              /* ptrs[i] is the address of values[i], and stays so */
    usize left = 0;              /* how many nodes the iterator has yet to yield */
    usize *popped = NULL;        /* the node that pop took out */

    STEP(1, "build the values of 16 nodes");
    for (usize i = 0; i < N; i++)
        values[i] = 0x1111111111111111 * i;

    STEP(2, "make the list, keep its address");
    list = linked_list_new();
    list_at = &list;

    STEP(3, "build the array of pointers");
    for (usize i = 0; i < N; i++)
        ptrs[i] = &values[i];

    STEP(4, "keep the compiler from optimising it away");
    /* No instruction, but a promise to the compiler that somebody reads and writes these words. */
    asm volatile("" : : "r"(values), "r"(list_at), "r"(ptrs) : "memory");

    STEP(5, "push each pointer in turn");
    for (usize i = 0; i < N; i++)
        linked_list_push(&list, ptrs[i]);

    STEP(6, "head must be the node pushed last");
    CHECK("head", ptrs[N - 1], list.head);
    console_printf("6. head is the node pushed last: ok\n");

    STEP(7, "check each next link");
    for (usize i = N - 1; i > 0; i--)
        CHECK("link to the node pushed before", ptrs[i - 1], *ptrs[i]);
    CHECK("link of the node pushed first", NULL, *ptrs[0]);
    console_printf("7. each link leads to the node pushed before, or to null: ok\n");

    STEP(8, "let an iterator visit the nodes");
    left = N;
    linked_list_for_each(node, &list) {
        left--;
        CHECK("node of the iterator", ptrs[left], node);
    }
    CHECK("nodes that the iterator left out", 0, left);
    console_printf("8. the iterator meets first what was pushed last: ok\n");

    STEP(9, "pop must take them out in that order");
    for (usize i = N; i > 0; i--) {
        popped = linked_list_pop(&list);
        CHECK("popped node", ptrs[i - 1], popped);
    }
    console_printf("9. pop takes the nodes out in that order: ok\n");

    STEP(10, "the list is empty again");
    CHECK("list is empty", true, linked_list_is_empty(&list));
    popped = linked_list_pop(&list);
    CHECK("node popped from the empty list", NULL, popped);
    console_printf("10. the list is empty, and pop yields null: ok\n");
}
