/* How long a list is and in which order its nodes lie. The program's argument is the seed; without one there are six,
 * in order. */
#pragma once
#include <stdlib.h>

#define MOST 9

static unsigned long long chance_state;
static int order[MOST];

static void seed(int argc, char **argv)
{
    chance_state = argc > 1 ? strtoull(argv[1], 0, 10) : 0;
}

static int chance(int below)
{
    chance_state = chance_state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((chance_state >> 33) % (unsigned long long)below);
}

/* Draws a new list: how many nodes, and in order[] which ones. */
static int drawn(void)
{
    for (int i = 0; i < MOST; i++)
        order[i] = i;
    if (!chance_state)
        return 6;
    for (int i = MOST - 1; i > 0; i--) {
        int j = chance(i + 1), was = order[i];
        order[i] = order[j];
        order[j] = was;
    }
    return chance(MOST + 1);
}
