/* A post office: sheets of paper that are blank, or lie in the box with something on them. */
#pragma once

#include "types.h"

#define MAIL_ROOM 3 /* so many letters fit into the box */

struct sheet {
    struct sheet *next; /* the sheet below, NULL for the lowest */
    usize text;
};

struct pile {
    struct sheet *top; /* NULL when there is none */
};

struct office {
    struct pile blank; /* sheets that nobody uses */
    struct pile box;   /* letters that wait, the latest on top */
    usize waiting;     /* how many letters are in the box */
};

/* Puts a sheet on a pile. */
void pile_put(struct pile *pile, struct sheet *sheet);

/* Takes the sheet on top, NULL when there is none. */
struct sheet *pile_take(struct pile *pile);

/* Sends a letter. False when the box is full or no sheet is blank; then each sheet is on the pile it was on before. */
bool mail_send(struct office *office, usize text);

/* The text of the latest letter, whose sheet is blank again. The box must not be empty. */
usize mail_read(struct office *office);
