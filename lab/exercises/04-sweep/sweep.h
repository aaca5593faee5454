/* Pages of memory on lists, and a sweep that moves the dirty ones from one list to another. */
#pragma once

#include "types.h"

struct page {
    struct page *next; /* the page behind this one, NULL for the last */
    usize dirty;       /* 1 when somebody wrote to it, otherwise 0 */
};

struct pages {
    struct page *first; /* NULL when there is none */
};

/* Puts a page in front of a list. */
void pages_put(struct pages *list, struct page *page);

/* Moves every dirty page of one list to the other. The clean ones stay, in the order they have. */
void sweep(struct pages *from, struct pages *to);
