/* The other file of named.c: it too has a static pool, and it defines what that file only declares. */
struct pooled {
    struct pooled *next;
    long id;
};
static struct pooled pool[2];
struct pooled shared[3];

struct pooled *theirs(struct pooled *after)
{
    shared[0].next = after;
    shared[1].next = &shared[0];
    pool[0].next = &shared[1];
    pool[1].next = &pool[0];
    return &pool[1];
}
