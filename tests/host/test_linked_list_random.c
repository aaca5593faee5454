/*
 * Random pushes, pops and removals, beside an array that holds the nodes in the same order.
 * `test_linked_list_random SEED [ROUNDS]` makes another run.
 */
#include "lists.h"

#include <stdlib.h>
#include <string.h>

#define NODES 64

static unsigned int seed = 1;
static int rounds = 20000;
static usize random_nodes[NODES];
static usize *model[NODES]; /* the nodes on the list, front first */
static usize model_count;

static bool model_has(const usize *node)
{
    for (usize i = 0; i < model_count; i++) {
        if (model[i] == node)
            return true;
    }
    return false;
}

static void model_insert_front(usize *node)
{
    memmove(&model[1], &model[0], model_count * sizeof(model[0]));
    model[0] = node;
    model_count++;
}

static void model_delete(usize index)
{
    model_count--;
    memmove(&model[index], &model[index + 1], (model_count - index) * sizeof(model[0]));
}

static void random_push(struct linked_list *list)
{
    usize *node = &random_nodes[rand() % NODES];

    if (!model_has(node)) {
        *node = (usize)rand();
        linked_list_push(list, node);
        model_insert_front(node);
    }
}

static void random_pop(struct linked_list *list)
{
    usize *popped = linked_list_pop(list);

    EXPECT_SAME(model_count > 0 ? model[0] : NULL, popped);
    if (model_count > 0)
        model_delete(0);
}

/* One walk over the list that takes out about a quarter of it. */
static void random_removals(struct linked_list *list)
{
    struct linked_list_cursor cursor = linked_list_cursor(list);
    usize index = 0;

    for (; cursor.curr != NULL && test_is_ok; linked_list_cursor_next(&cursor)) {
        EXPECT(index < model_count);
        EXPECT_SAME(model[index], cursor.curr);
        EXPECT_SAME(index == 0 ? (usize *)list : model[index - 1], cursor.prev);
        if (rand() % 4 == 0) {
            linked_list_cursor_remove(&cursor);
            model_delete(index);
        } else {
            index++;
        }
    }
    EXPECT_SAME(model_count, index);
}

static void random_operations_agree_with_a_model(void)
{
    struct linked_list list = linked_list_new();

    printf("seed %u\n", seed);
    srand(seed);
    model_count = 0;
    for (int round = 0; round < rounds && test_is_ok; round++) {
        int choice = rand() % 20;

        if (choice < 12)
            random_push(&list);
        else if (choice < 19)
            random_pop(&list);
        else
            random_removals(&list);
        expect_nodes(&list, model, model_count);
        EXPECT_SAME(model_count == 0, linked_list_is_empty(&list));
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        seed = (unsigned int)strtoul(argv[1], NULL, 0);
    if (argc > 2)
        rounds = atoi(argv[2]);

    TEST(random_operations_agree_with_a_model);
    return test_summary();
}
