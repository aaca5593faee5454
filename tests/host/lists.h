/* What tests of the list share. */
#pragma once

#include "linked_list.h"
#include "test.h"

/* Checks that the list holds exactly these nodes, front to back. Never goes on for longer than that. */
static inline void expect_nodes(const struct linked_list *list, usize *const nodes[], usize count)
{
    usize seen = 0;

    linked_list_for_each(node, list) {
        if (seen == count) {
            EXPECT(!"the list should end here");
            return;
        }
        EXPECT_SAME(nodes[seen], node);
        seen++;
    }
    EXPECT_SAME(count, seen);
}
