/* The list of kernel/linked_list.c, the very file, on the host. */
#include "lists.h"

#include <string.h>

/* [list] -> c -> b -> a */
static struct linked_list list_of_three(usize *a, usize *b, usize *c)
{
    struct linked_list list = linked_list_new();

    linked_list_push(&list, a);
    linked_list_push(&list, b);
    linked_list_push(&list, c);
    return list;
}

static void new_list_is_empty(void)
{
    struct linked_list list = linked_list_new();
    usize *popped;

    /* [list] -> NULL */
    EXPECT(linked_list_is_empty(&list));
    EXPECT_SAME(NULL, list.head);
    popped = linked_list_pop(&list);
    EXPECT_SAME(NULL, popped);
    EXPECT(linked_list_is_empty(&list));
}

static void push_writes_the_old_head_into_the_node(void)
{
    usize a = 0x1111, b = 0x2222;
    struct linked_list list = linked_list_new();

    linked_list_push(&list, &a);
    /* [list] -> a */
    EXPECT(!linked_list_is_empty(&list));
    EXPECT_SAME(&a, list.head);
    EXPECT_SAME(NULL, a);

    linked_list_push(&list, &b);
    /* [list] -> b -> a */
    EXPECT_SAME(&b, list.head);
    EXPECT_SAME(&a, b);
    EXPECT_SAME(NULL, a);
}

static void pop_takes_the_last_pushed_first(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    usize *popped = linked_list_pop(&list);

    /* before: [list] -> c -> b -> a     after: [list] -> b -> a */
    EXPECT_SAME(&c, popped);
    expect_nodes(&list, (usize *[]){&b, &a}, 2);
}

static void pop_to_the_end_leaves_the_words_alone(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    usize *popped;

    popped = linked_list_pop(&list);
    EXPECT_SAME(&c, popped);
    popped = linked_list_pop(&list);
    EXPECT_SAME(&b, popped);
    popped = linked_list_pop(&list);
    EXPECT_SAME(&a, popped);
    /* after: [list] -> NULL, while c -> b -> a is still written in the nodes */
    EXPECT(linked_list_is_empty(&list));
    EXPECT_SAME(&b, c);
    EXPECT_SAME(&a, b);
    EXPECT_SAME(NULL, a);
}

static void for_each_goes_front_to_back(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list empty = linked_list_new();

    expect_nodes(&list, (usize *[]){&c, &b, &a}, 3);
    expect_nodes(&empty, NULL, 0);
}

static void cursor_walks_without_a_change(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);

    EXPECT_SAME(&list, cursor.prev);
    EXPECT_SAME(&c, cursor.curr);
    linked_list_cursor_next(&cursor);
    EXPECT_SAME(&c, cursor.prev);
    EXPECT_SAME(&b, cursor.curr);
    linked_list_cursor_next(&cursor);
    EXPECT_SAME(&b, cursor.prev);
    EXPECT_SAME(&a, cursor.curr);
    linked_list_cursor_next(&cursor);
    EXPECT_SAME(NULL, cursor.curr);
    expect_nodes(&list, (usize *[]){&c, &b, &a}, 3);
}

static void cursor_of_an_empty_list_is_past_the_end(void)
{
    struct linked_list list = linked_list_new();
    struct linked_list_cursor cursor = linked_list_cursor(&list);

    EXPECT_SAME(&list, cursor.prev);
    EXPECT_SAME(NULL, cursor.curr);
}

static void remove_first(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);
    usize *removed = linked_list_cursor_remove(&cursor);

    /* before: [list] -> c -> b -> a     after: [list] -> b -> a, and c -> b */
    EXPECT_SAME(&c, removed);
    EXPECT_SAME(&b, c);
    expect_nodes(&list, (usize *[]){&b, &a}, 2);
}

static void remove_middle(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);
    usize *removed;

    linked_list_cursor_next(&cursor);
    removed = linked_list_cursor_remove(&cursor);
    /* before: [list] -> c -> b -> a     after: [list] -> c -> a, and b -> a */
    EXPECT_SAME(&b, removed);
    EXPECT_SAME(&a, b);
    expect_nodes(&list, (usize *[]){&c, &a}, 2);
}

static void remove_last(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);
    usize *removed;

    linked_list_cursor_next(&cursor);
    linked_list_cursor_next(&cursor);
    removed = linked_list_cursor_remove(&cursor);
    /* before: [list] -> c -> b -> a     after: [list] -> c -> b */
    EXPECT_SAME(&a, removed);
    expect_nodes(&list, (usize *[]){&c, &b}, 2);
    linked_list_cursor_next(&cursor);
    EXPECT_SAME(NULL, cursor.curr);
}

static void remove_all(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);

    for (; cursor.curr != NULL; linked_list_cursor_next(&cursor)) {
        linked_list_cursor_remove(&cursor);
        EXPECT_SAME(&list, cursor.prev);
    }
    /* after: [list] -> NULL */
    EXPECT(linked_list_is_empty(&list));
}

static void remove_writes_one_word(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);
    struct linked_list_cursor before;

    linked_list_cursor_next(&cursor);
    before = cursor;
    linked_list_cursor_remove(&cursor);
    /* before: [list] -> c -> b -> a     after: only the word of c has changed */
    EXPECT_SAME(&c, list.head);
    EXPECT_SAME(&a, c);
    EXPECT_SAME(&a, b);
    EXPECT_SAME(NULL, a);
    EXPECT(memcmp(&before, &cursor, sizeof(cursor)) == 0);
}

static void remove_two_in_a_row(void)
{
    usize a, b, c;
    struct linked_list list = list_of_three(&a, &b, &c);
    struct linked_list_cursor cursor = linked_list_cursor(&list);

    linked_list_cursor_next(&cursor);
    linked_list_cursor_remove(&cursor);
    linked_list_cursor_next(&cursor);
    linked_list_cursor_remove(&cursor);
    /* before: [list] -> c -> b -> a     after: [list] -> c */
    expect_nodes(&list, (usize *[]){&c}, 1);
}

int main(void)
{
    TEST(new_list_is_empty);
    TEST(push_writes_the_old_head_into_the_node);
    TEST(pop_takes_the_last_pushed_first);
    TEST(pop_to_the_end_leaves_the_words_alone);
    TEST(for_each_goes_front_to_back);
    TEST(cursor_walks_without_a_change);
    TEST(cursor_of_an_empty_list_is_past_the_end);
    TEST(remove_first);
    TEST(remove_middle);
    TEST(remove_last);
    TEST(remove_all);
    TEST(remove_writes_one_word);
    TEST(remove_two_in_a_row);
    return test_summary();
}
