/* Nodes that hold text, point at it, or have members without a name. */
#include <stddef.h>

struct book {
    struct book *next;
    const char *title;
    char shelf[8];
    struct {
        const char *of;
        int pages : 12;
    } copies[2];
    struct {
        int id;
        union {
            long words[2];
            short low;
        };
        struct book *other;
    };
};
struct book books[4] = {
    {&books[1], "Memory", "\x1b[31m\n", {{"A", 7}, {"B", 8}}, {5, {{6, 7}}, &books[3]}},
    {&books[2], "A title that is much too long to be shown", "\377\"\\\1x", {{0}}},
    {&books[3], "\x1b[31m \303\266", "1234567", {{0}}},
    {NULL, NULL, "", {{(char *)8}}},
};

static void ready(void)
{
}

int main(void)
{
    ready();
    return 0;
}
