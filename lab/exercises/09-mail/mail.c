/* A post office, see mail.h. */
#include "mail.h"

void pile_put(struct pile *pile, struct sheet *sheet)
{
    sheet->next = pile->top;
    pile->top = sheet;
}

struct sheet *pile_take(struct pile *pile)
{
    struct sheet *sheet = pile->top;

    if (sheet != NULL)
        pile->top = sheet->next;
    return sheet;
}

/* Puts a letter into the box if it has room. */
static bool deliver(struct office *office, struct sheet *sheet)
{
    if (office->waiting == MAIL_ROOM) {
        pile_put(&office->blank, sheet);
        return false;
    }
    pile_put(&office->box, sheet);
    office->waiting++;
    return true;
}

bool mail_send(struct office *office, usize text)
{
    struct sheet *sheet = pile_take(&office->blank);

    if (sheet == NULL)
        return false;
    sheet->text = text;
    if (deliver(office, sheet))
        return true;
    pile_put(&office->blank, sheet);
    return false;
}

usize mail_read(struct office *office)
{
    struct sheet *sheet = pile_take(&office->box);

    office->waiting--;
    pile_put(&office->blank, sheet);
    return sheet->text;
}
