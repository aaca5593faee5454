/* Exercise 2: a word is changed five times, and each change is undone. The file to edit is undo.c. */
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "step.h"
#include "types.h"
#include "undo.h"

#define N 5

const char lesson_title[] = "Undo, and undo again";

/* The grader tries other values. */
static usize document = 10;
static usize typed[N] = {20, 30, 40, 50, 60};
static struct change changes[N];
static struct history history;
static usize original; /* the document before it was changed */
static bool more;      /* whether there was anything left to undo */

void lesson(void)
{
    STEP(1, "a document of one word, an empty history; type five values into it");
    original = document;
    for (usize i = 0; i < N; i++) {
        history_add(&history, &changes[i], document);
        document = typed[i];
    }

    STEP(2, "five changes are in the history; undo one");
    undo(&history, &document);

    STEP(3, "the value typed last but one is back; undo one more");
    CHECK("document", typed[N - 2], document);
    undo(&history, &document);

    STEP(4, "the value before that is back; undo the other three");
    CHECK("document", typed[N - 3], document);
    for (usize i = 0; i < N - 2; i++)
        undo(&history, &document);

    STEP(5, "the document is what it was at first; undo once more");
    CHECK("document", original, document);
    more = undo(&history, &document);

    STEP(6, "there was nothing left to undo");
    CHECK("whether there was more to undo", false, more);
    CHECK("document", original, document);
    console_printf("6. five changes, and five undone: ok\n");
}
