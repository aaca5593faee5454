/*
 * An intrusive list: a node is the very word that it occupies. While a word is on the list it holds the address of the
 * next node; the list owns no memory but its head.
 *
 *     [head] -> c -> b -> a -> NULL        after pushing a, b, c
 */
#pragma once

#include "types.h"

struct linked_list {
    usize *head; /* the node pushed last, NULL when the list is empty */
};

/* A place in the list that can be removed. */
struct linked_list_cursor {
    usize *prev; /* the word that led to curr: a node, or the list's own head; after a removal it leads past curr */
    usize *curr; /* the node under the cursor, NULL past the end */
};

struct linked_list linked_list_new(void);
bool linked_list_is_empty(const struct linked_list *list);

/* Puts item in front. Whatever *item held is lost: it becomes the link. */
void linked_list_push(struct linked_list *list, usize *item);

/* Takes the node in front, NULL when there is none. Only head is written: the node's word stays as it was. */
usize *linked_list_pop(struct linked_list *list);

/* From the node pushed last to the node pushed first. The body must not change the list; a cursor can. */
#define linked_list_for_each(node, list) for (usize *node = (list)->head; node != NULL; node = (usize *)*node)

/* At the front of the list. */
struct linked_list_cursor linked_list_cursor(struct linked_list *list);

/* One node on, also after a removal. curr must not be NULL. */
void linked_list_cursor_next(struct linked_list_cursor *cursor);

/* Takes the node under the cursor out of the list. The cursor stays on it, and it still points on. Not for a NULL. */
usize *linked_list_cursor_remove(struct linked_list_cursor *cursor);
