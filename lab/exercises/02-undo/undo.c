/* An editor's history, see undo.h. */
#include "undo.h"

void history_add(struct history *history, struct change *change, usize before)
{
    change->before = before;
    change->earlier = history->latest;
    history->latest = change;
}

struct change *history_take(struct history *history)
{
    struct history rest = *history;
    struct change *change = rest.latest;

    if (change != NULL)
        rest.latest = change->earlier;
    return change;
}

bool undo(struct history *history, usize *value)
{
    struct change *change = history_take(history);

    if (change == NULL)
        return false;
    *value = change->before;
    return true;
}
