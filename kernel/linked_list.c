/* An intrusive list of words; linked_list.h draws it. */
#include "linked_list.h"

struct linked_list linked_list_new(void)
{
    return (struct linked_list){.head = NULL};
}

bool linked_list_is_empty(const struct linked_list *list)
{
    return list->head == NULL;
}

void linked_list_push(struct linked_list *list, usize *item)
{
    *item = (usize)list->head;
    list->head = item;
}

usize *linked_list_pop(struct linked_list *list)
{
    usize *item = list->head;

    if (item != NULL)
        list->head = (usize *)*item;
    return item;
}

struct linked_list_cursor linked_list_cursor(struct linked_list *list)
{
    /* head is a word that points at a node, just as a node is: so the first node needs no case of its own. */
    return (struct linked_list_cursor){.prev = (usize *)&list->head, .curr = list->head};
}

void linked_list_cursor_next(struct linked_list_cursor *cursor)
{
    /* After a removal the word at prev leads past curr already, and prev must stay where it is. */
    if (*cursor->prev == (usize)cursor->curr)
        cursor->prev = cursor->curr;
    cursor->curr = (usize *)*cursor->curr;
}

usize *linked_list_cursor_remove(struct linked_list_cursor *cursor)
{
    *cursor->prev = *cursor->curr;
    return cursor->curr;
}
