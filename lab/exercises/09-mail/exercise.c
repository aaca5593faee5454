/* Exercise 9: a letter finds the box full, then two clerks want paper. The file to edit is mail.c. */
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "mail.h"
#include "step.h"
#include "types.h"

#define SHEETS 5
#define DRAFTS 2

const char lesson_title[] = "Two clerks, one sheet of paper";

/* What is written; the grader tries other texts. */
static usize texts[MAIL_ROOM + 1] = {100, 200, 300, 400};
static usize notes[DRAFTS] = {11, 22};
static struct sheet sheets[SHEETS];
static struct office office;
static bool accepted;                /* whether the last letter was */
static struct sheet *drafts[DRAFTS]; /* the sheet that each clerk got */
static usize read_back[MAIL_ROOM];   /* read_back[i] must be what texts[i] was */

void lesson(void)
{
    STEP(1, "five blank sheets, an empty box; send three letters");
    for (usize i = SHEETS; i > 0; i--)
        pile_put(&office.blank, &sheets[i - 1]);
    for (usize i = 0; i < MAIL_ROOM; i++)
        mail_send(&office, texts[i]);

    STEP(2, "the box is full; send a fourth");
    accepted = mail_send(&office, texts[MAIL_ROOM]);

    STEP(3, "it was refused; two clerks take a blank sheet each, and write on it");
    CHECK("whether the letter was accepted", false, accepted);
    for (usize i = 0; i < DRAFTS; i++) {
        drafts[i] = pile_take(&office.blank);
        drafts[i]->text = notes[i];
    }

    STEP(4, "two drafts; read the three letters");
    for (usize i = 0; i < DRAFTS; i++)
        CHECK("what the clerk finds", notes[i], drafts[i]->text);
    for (usize i = MAIL_ROOM; i > 0; i--)
        read_back[i - 1] = mail_read(&office);

    STEP(5, "each was read as it was sent");
    for (usize i = 0; i < MAIL_ROOM; i++)
        CHECK("what was read", texts[i], read_back[i]);
    console_printf("5. three letters were read as sent, a fourth refused: ok\n");
}
