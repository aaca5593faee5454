/* A sweep over a list of pages, see sweep.h. */
#include "sweep.h"

void pages_put(struct pages *list, struct page *page)
{
    page->next = list->first;
    list->first = page;
}

/* Takes a page out of the list that it is on. */
static void cut_out(struct pages *list, struct page *page)
{
    struct page **link = &list->first; /* what points at the page that is looked at */

    while (*link != page)
        link = &(*link)->next;
    *link = page->next;
}

void sweep(struct pages *from, struct pages *to)
{
    for (struct page *page = from->first; page != NULL; page = page->next) {
        if (page->dirty) {
            cut_out(from, page);
            pages_put(to, page);
        }
    }
}
