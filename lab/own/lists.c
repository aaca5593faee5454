/* For the chapter "Your own kernel": lists as xv6 and Linux have them, doubly linked ones, links that are numbers,
 * and a buddy heap as Rust lays it out.
 */
#include <stddef.h>

#define COUNT 4

/* xv6: the freelist of its page allocator; x is not xv6's, and moves the link behind the first word */
struct run {
    int x;
    struct run *next;
};
typedef struct run *run_pointer;
struct run runs[COUNT];
struct {
    int lock;
    struct run *freelist;
} kmem;
run_pointer alias;      /* the same list, through a typedef */
unsigned long integer;  /* the same address, as a number */
struct run *runs_at[2]; /* and as an element of an array */

/* Linux: circular, its nodes inside larger structs */
struct list_head {
    struct list_head *next, *prev;
};
struct task {
    int pid;
    char name[8];
    struct list_head list;
};
struct task tasks_of[COUNT];
struct list_head tasks = {&tasks, &tasks};

/* doubly linked, and ended by null at both ends */
struct job {
    struct job *prev, *next;
    long cost;
};
struct job jobs[COUNT];
struct {
    struct job *first, *last;
} queue;

/* xv6's buffer cache: a ring whose head is a whole buffer */
struct buf {
    int blockno;
    struct buf *prev, *next;
};
struct {
    int lock;
    struct buf buf[COUNT];
    struct buf head;
} bcache;

/* links that are numbers: each slot has the index of the next one, -1 at the end */
struct slot {
    int next, id;
};
struct slot slots[COUNT];
int first_slot = -1;

/* words in which the types say nothing of a link */
unsigned long words[2 * COUNT];
unsigned long *pool;

/* a link that lies deep, and a node inside a node */
struct deep {
    long a;
    struct {
        struct {
            struct deep *next;
        } b;
    } m;
};
struct deep deeps[COUNT], *deepest;
struct link {
    struct link *next;
};
struct object {
    long id;
    struct link link;
};
struct object objects[COUNT];
struct link *linked;

/* Mutex<Heap<32>>, and a zone whose lists are Linux' */
struct LinkedList {
    unsigned long *head;
};
struct Heap {
    struct LinkedList free_list[32];
    size_t user, allocated, total;
};
struct Mutex {
    unsigned char locked;
    struct {
        struct Heap value;
    } data;
};
struct Mutex HEAP_ALLOCATOR;
unsigned long arena[64] __attribute__((aligned(512)));
struct zone {
    long other[3];
    struct list_head free_area[4];
};
struct zone zone;
struct list_head page __attribute__((aligned(8192)));

static void add(struct list_head *node, struct list_head *head)
{
    node->next = head->next;
    node->prev = head;
    head->next->prev = node;
    head->next = node;
}

static void ready(void)
{
}

int main(void)
{
    for (int i = 0; i < COUNT; i++) {
        runs[i] = (struct run){10 * i, kmem.freelist};
        kmem.freelist = &runs[i];
        tasks_of[i].pid = i + 1;
        tasks_of[i].name[0] = (char)('a' + i);
        add(&tasks_of[i].list, &tasks);
        jobs[i] = (struct job){i > 0 ? &jobs[i - 1] : NULL, i < COUNT - 1 ? &jobs[i + 1] : NULL, i};
        bcache.buf[i] = (struct buf){10 + i, i > 0 ? &bcache.buf[i - 1] : &bcache.head,
                                     i < COUNT - 1 ? &bcache.buf[i + 1] : &bcache.head};
        slots[i] = (struct slot){first_slot, 10 * i};
        first_slot = i;
        words[2 * i + 1] = i < COUNT - 1 ? (unsigned long)&words[2 * i + 2] : 0;
        deeps[i].m.b.next = deepest;
        deepest = &deeps[i];
        objects[i] = (struct object){i, {linked}};
        linked = &objects[i].link;
        zone.free_area[i].next = zone.free_area[i].prev = &zone.free_area[i];
    }
    alias = runs_at[1] = kmem.freelist;
    integer = (unsigned long)kmem.freelist;
    bcache.head = (struct buf){0, &bcache.buf[COUNT - 1], &bcache.buf[0]};
    queue.first = &jobs[0];
    queue.last = &jobs[COUNT - 1];
    pool = words;
    HEAP_ALLOCATOR.data.value.free_list[8].head = arena;
    HEAP_ALLOCATOR.data.value.free_list[5].head = arena + 32;
    HEAP_ALLOCATOR.data.value.total = 512;
    HEAP_ALLOCATOR.data.value.allocated = 512 - 256 - 32;
    HEAP_ALLOCATOR.data.value.user = 200;
    add(&page, &zone.free_area[1]);
    ready();
    return 0;
}
