/* Lists that look broken and are not: nodes at odd addresses, and a circular list without a head of its own. And heads
 * that lead nowhere.
 */
#include <stddef.h>

#define COUNT 3

/* at any address, and at every fourth: [packed] -> c -> b -> a, [fourth] -> 2 -> 1 -> 0 */
struct packed {
    char name;
    struct packed *next;
} __attribute__((packed));
struct fourth {
    int id;
    struct fourth *next;
} __attribute__((packed, aligned(4)));
struct packed packed_of[COUNT], *packed;
struct fourth fourths[COUNT], *fourth;

/* at every 64th: [wide] -> 2 -> 1 -> 0 */
struct wide {
    struct wide *next;
} __attribute__((aligned(64)));
struct wide wides[COUNT], *wide;

/* Linux' list_head, in a packed struct: [frames] <-> 2 <-> 1 <-> 0 <-> [frames] */
struct list_head {
    struct list_head *next, *prev;
};
struct frame {
    char kind;
    struct list_head list;
} __attribute__((packed));
struct frame frames_of[COUNT];
struct list_head frames = {&frames, &frames};

/* a ring: [running] -> 0 -> 1 -> 2 -> 0 */
struct thread {
    int id;
    struct thread *next;
};
struct thread threads[COUNT], *running;

/* a head that nothing was written into yet, and two that lead where no list is */
struct list_head unmade;
struct thread *wild = (struct thread *)0x1000, *odd = (struct thread *)0x1003;

static void ready(void)
{
}

int main(void)
{
    for (int i = 0; i < COUNT; i++) {
        packed_of[i] = (struct packed){(char)('a' + i), packed};
        packed = &packed_of[i];
        fourths[i] = (struct fourth){i, fourth};
        fourth = &fourths[i];
        wides[i].next = wide;
        wide = &wides[i];
        frames_of[i].list = (struct list_head){frames.next, &frames};
        frames.next->prev = (void *)((char *)&frames_of[i] + offsetof(struct frame, list));
        frames.next = frames.next->prev;
        threads[i] = (struct thread){i, &threads[(i + 1) % COUNT]};
    }
    running = threads;
    ready();
    return 0;
}
