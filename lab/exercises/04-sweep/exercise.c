/* Exercise 4: the dirty pages of a list are swept onto another. The file to edit is sweep.c. */
#include "check.h"
#include "console.h"
#include "lesson.h"
#include "step.h"
#include "sweep.h"
#include "types.h"

#define N     8
#define SPARE 2 /* pages that are on the other list from the start */

const char lesson_title[] = "What the broom left behind";

static usize dirty[N] = {0, 1, 0, 1, 1, 0, 0, 1}; /* which pages are dirty; the grader tries others */
static struct page pages[N];
static struct page spare[SPARE];
static struct pages in_use;
static struct pages to_clean;
static usize expected; /* how many pages must be swept */
static usize left;     /* how many dirty pages were left */
static usize swept;    /* how many pages are on the other list */

void lesson(void)
{
    STEP(1, "put eight pages in use, and two old ones on the list to be cleaned");
    for (usize i = N; i > 0; i--) {
        pages[i - 1].dirty = dirty[i - 1];
        expected += dirty[i - 1];
        pages_put(&in_use, &pages[i - 1]);
    }
    for (usize i = SPARE; i > 0; i--)
        pages_put(&to_clean, &spare[i - 1]);

    STEP(2, "sweep the dirty pages onto that list");
    sweep(&in_use, &to_clean);

    STEP(3, "no dirty page is in use any more; count");
    for (const struct page *page = in_use.first; page != NULL; page = page->next)
        left += page->dirty;
    for (const struct page *page = to_clean.first; page != NULL; page = page->next)
        swept++;

    STEP(4, "each dirty page is on the other list");
    CHECK("dirty pages that are still in use", 0, left);
    CHECK("pages to be cleaned", expected + SPARE, swept);
    console_printf("4. the dirty pages were swept, the clean ones stay: ok\n");
}
