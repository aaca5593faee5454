/* The lists of uthash's utlist.h: DL's first node points back at the last, CDL is a ring without a head. And its hash.
 */
#include "chance.h"
#include <uthash.h>
#include <utlist.h>

struct single {
    char name[4];
    struct single *next;
    int v;
} * ll, **ll_at = &ll;

struct dual {
    int v;
    struct dual *next, *prev;
} * dl, **dl_at = &dl;

struct ring {
    struct ring *prev;
    int v;
    struct ring *next;
} * cdl, **cdl_at = &cdl;

/* Not called next and prev: utlist has macros for that. */
struct job {
    int pid;
    struct job *later, *sooner;
} * jobs, **jobs_at = &jobs;

struct user {
    int id;
    char name[10];
    UT_hash_handle hh;
} * users, **users_at = &users;

void ready(void)
{
}

int main(int argc, char **argv)
{
    static struct single singles[MOST];
    static struct dual duals[MOST];
    static struct ring rings[MOST];
    static struct job all[MOST];
    static struct user people[MOST];

    seed(argc, argv);
    for (int i = 0, n = drawn(); i < n; i++) {
        singles[order[i]].v = i;
        LL_PREPEND(ll, &singles[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        duals[order[i]].v = i;
        DL_APPEND(dl, &duals[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        rings[order[i]].v = i;
        CDL_APPEND(cdl, &rings[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        all[order[i]].pid = i;
        DL_PREPEND2(jobs, &all[order[i]], sooner, later);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        people[order[i]].id = i;
        HASH_ADD_INT(users, id, &people[order[i]]);
    }
    ready();
    return 0;
}
