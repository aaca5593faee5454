/* A list through as many words of a dense pool as the debugger asks for, in random order: what `make bench` walks. */
#include "lesson.h"
#include "linked_list.h"
#include "step.h"
#include "types.h"

#define MOST 1000000

const char lesson_title[] = "A list to be measured";

usize count = 1000; /* the debugger sets it at stop 1 */
static usize pool[MOST];
static struct linked_list list;

/* Sattolo's shuffle makes one cycle through all numbers, which becomes a list when it is cut before number 0. */
static void fill(void)
{
    usize state = 88172645463325252;

    for (usize i = 0; i < count; i++)
        pool[i] = i;
    for (usize i = count - 1; i > 0; i--) {
        usize j, number = pool[i];

        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        j = state % i;
        pool[i] = pool[j];
        pool[j] = number;
    }
    for (usize i = 0; i < count; i++)
        pool[i] = pool[i] == 0 ? 0 : (usize)&pool[pool[i]];
    list.head = &pool[0];
}

void lesson(void)
{
    STEP(1, "link the words of the pool");
    fill();

    STEP(2, "look at the list");
}
