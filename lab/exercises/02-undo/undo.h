/* What an editor needs to undo: the values that were there before, the latest in front. */
#pragma once

#include "types.h"

struct change {
    struct change *earlier; /* the change before this one, NULL for the first */
    usize before;           /* the value that was replaced */
};

struct history {
    struct change *latest; /* NULL when nothing can be undone */
};

/* Notes a change in front of the history. */
void history_add(struct history *history, struct change *change, usize before);

/* Takes the latest change out of the history, NULL when there is none. */
struct change *history_take(struct history *history);

/* Takes the latest change back: *value becomes what it was before. False when there is nothing to undo. */
bool undo(struct history *history, usize *value);
