/*
 * Practice: a list and two heaps, and requests that a seed chooses. The machine stops before each request, and the
 * tutor asks what it will do. The same seed makes the same requests everywhere.
 */
#include "buddy_heap.h"
#include "buddy_ledger.h"
#include "console.h"
#include "lesson.h"
#include "linked_list.h"
#include "step.h"
#include "types.h"

#define WORDS 8
#define PLAN  16

const char lesson_title[] = "Practice";

/* What a request is about. Of CHAIN and DAMAGE there is only something to see; SPLIT only takes, JOIN gives back. */
enum topic { LIST, HEAP, MERGE, FRAGMENTATION, CHAIN, DAMAGE, SPLIT, JOIN };

enum action { LOOK, PUSH, POP, REMOVE, ALLOC, DEALLOC };

struct request {
    enum action action;
    struct linked_list *list; /* LOOK, PUSH, POP, REMOVE: the list */
    struct buddy_heap *heap;  /* ALLOC, DEALLOC: the heap */
    usize *word;              /* PUSH, REMOVE: the node; DEALLOC: the block */
    usize size;               /* ALLOC, DEALLOC: how many bytes, */
    usize align;              /* and what the address is a multiple of */
};

/* What the debugger chooses, before the first instruction. */
static usize seed = 1;
static usize plan[PLAN] = {LIST, HEAP, MERGE, FRAGMENTATION}; /* the topics, in turn */
static usize planned = 4;                                     /* how many these are */
static usize requests = 10;

static usize values[WORDS];
static struct linked_list list;
static usize memory[32] __attribute__((aligned(4096))); /* 256 bytes: one block of heap */
static struct buddy_heap heap;
static usize more[24] __attribute__((aligned(4096))); /* 192 bytes: three blocks of other */
static struct buddy_heap other;
static usize nodes[WORDS]; /* all of them on damaged, before one was overwritten */
static struct linked_list damaged;

static struct request request; /* the next one */
static void *result;           /* what the last one has returned */

/* A number from 0 to below - 1: splitmix64, by Sebastiano Vigna. */
static usize chance(usize below)
{
    usize mixed = seed += 0x9e3779b97f4a7c15;

    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return (mixed ^ mixed >> 31) % below;
}

static usize length(const struct linked_list *of)
{
    usize found = 0;

    linked_list_for_each(node, of)
        found++;
    return found;
}

static bool is_on(const struct linked_list *of, const usize *word)
{
    linked_list_for_each(node, of) {
        if (node == word)
            return true;
    }
    return false;
}

/* A word that is not on the list; one must be left. */
static usize *any_word(usize *words, const struct linked_list *of)
{
    usize at = chance(WORDS);

    while (is_on(of, &words[at]))
        at = (at + 1) % WORDS;
    return &words[at];
}

static usize *any_node(const struct linked_list *of)
{
    usize *node = of->head;

    for (usize left = chance(length(of)); left > 0; left--)
        node = (usize *)*node;
    return node;
}

static struct request list_request(void)
{
    usize on = length(&list), kind = chance(8);

    if (on < WORDS && (on == 0 || kind < 3))
        return (struct request){.action = PUSH, .list = &list, .word = any_word(values, &list)};
    if (kind < 5)
        return (struct request){.action = POP, .list = &list};
    return (struct request){.action = REMOVE, .list = &list, .word = any_node(&list)};
}

/* From 5 to 64 bytes, or to 16. */
static struct request alloc_request(bool is_small)
{
    usize half = 4UL << chance(is_small ? 2 : 4); /* of its block */
    usize align = chance(4) > 0 ? 8 : 8UL << chance(4);

    return (struct request){
        .action = ALLOC,
        .heap = chance(4) > 0 ? &heap : &other,
        .size = half + 1 + chance(half),
        .align = is_small ? 8 : align,
    };
}

static bool is_free(const struct buddy_heap *of, usize order, usize address)
{
    return is_on(&of->free_list[order], (const usize *)address);
}

/* A block that is out; where it is about merging rather one whose buddy is free. */
static struct request dealloc_request(usize topic)
{
    usize count = buddy_ledger.block_count, at = chance(count);
    bool choosy = (topic == MERGE || topic == JOIN) && chance(3) > 0;
    const struct buddy_block *block;

    for (usize left = count; left > 0; left--, at = (at + 1) % count) {
        block = &buddy_ledger.blocks[at];
        if (!choosy || is_free(block->heap, block->order, (usize)block->address ^ 1UL << block->order))
            break;
    }
    return (struct request){
        .action = DEALLOC,
        .heap = (struct buddy_heap *)block->heap,
        .word = (usize *)block->address,
        .size = block->size,
        .align = block->align,
    };
}

static struct request heap_request(usize topic)
{
    static const usize back[] = {[HEAP] = 2, [MERGE] = 6, [FRAGMENTATION] = 3, [SPLIT] = 0, [JOIN] = 8}; /* of eight */

    return buddy_ledger.block_count > 0 && chance(8) < back[topic] ? dealloc_request(topic) : alloc_request(false);
}

/* All nodes come on a list, in any order, and then one of the words is overwritten. */
static struct request damage(void)
{
    usize *word;
    usize kind = chance(4);

    damaged = linked_list_new();
    for (usize i = 0; i < WORDS; i++)
        linked_list_push(&damaged, any_word(nodes, &damaged));
    do {
        word = any_node(&damaged);
    } while (*word == 0);
    if (kind == 0)
        *word = 0; /* the list ends too early, */
    else if (kind == 1)
        *word += 1 + chance(7); /* or the word leads into the middle of another one, */
    else if (kind == 2)
        *word = 0x6f6c6c6568; /* or to where no memory is: "hello", */
    else
        *word = (usize)word; /* or to itself */
    return (struct request){.action = LOOK, .list = &damaged};
}

/* So many nodes on the list, in any order. */
static void scatter(usize count)
{
    list = linked_list_new();
    for (; count > 0; count--)
        linked_list_push(&list, any_word(values, &list));
}

static struct request choose(usize topic)
{
    if (topic == DAMAGE)
        return damage();
    if (topic == CHAIN) {
        scatter(4 + chance(4));
        return (struct request){.action = LOOK, .list = &list};
    }
    return topic == LIST ? list_request() : heap_request(topic);
}

static void *perform(const struct request *wanted)
{
    struct linked_list_cursor cursor;

    switch (wanted->action) {
    case PUSH:
        linked_list_push(wanted->list, wanted->word);
        return NULL;
    case POP:
        return linked_list_pop(wanted->list);
    case REMOVE:
        cursor = linked_list_cursor(wanted->list);
        while (cursor.curr != wanted->word)
            linked_list_cursor_next(&cursor);
        return linked_list_cursor_remove(&cursor);
    case ALLOC:
        return buddy_heap_alloc(wanted->heap, wanted->size, wanted->align);
    case DEALLOC:
        buddy_heap_dealloc(wanted->heap, wanted->word, wanted->size, wanted->align);
        return NULL;
    default:
        return NULL;
    }
}

/* Some nodes on the list, and some blocks out: very many small ones where it is about fragmentation. */
static void prepare(void)
{
    bool is_full = plan[0] == FRAGMENTATION;
    usize asked = is_full ? 64 : 7;

    for (usize i = 0; i < WORDS; i++)
        values[i] = 0x1111111111111111 * (i + 1);
    scatter(3 + chance(3));

    buddy_heap_new(&heap, 9);
    buddy_heap_init(&heap, (usize)memory, sizeof(memory));
    buddy_heap_new(&other, 7);
    buddy_heap_init(&other, (usize)more, sizeof(more));
    for (; asked > 0; asked--) {
        request = alloc_request(is_full);
        perform(&request);
    }
    for (usize left = is_full ? buddy_ledger.block_count / 2 : 1; left > 0; left--) {
        request = dealloc_request(plan[0]);
        perform(&request);
    }
}

void lesson(void)
{
    prepare();
    for (usize turn = 0; turn < requests; turn++) {
        request = choose(plan[turn % planned]);
        STEP(1, "the next request");
        result = perform(&request);
    }
    STEP(2, "all requests were made");
    console_printf("All requests were made.\n");
}
