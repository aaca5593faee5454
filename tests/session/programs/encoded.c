/* Lists whose links are no addresses as they stand. ready() is where to stop. */
#include <stddef.h>
#include <stdint.h>

#define COUNT 4

/* a lock in the lowest bits, of the head as well: [bucket] -> 3 -> 2 -> 1 -> 0 */
struct locked {
    struct locked *next;
    int id;
};
struct locked locked_of[COUNT];
struct {
    struct locked *first;
} bucket;

/* the lowest bit of the last link is set, and the rest of it is a number: nulls markers */
struct marked {
    int id;
    struct marked *next;
};
struct marked marked_of[COUNT], *marked;

/* indices into a pool, 32 bits each, -1 at the end; of one byte, 0xff at the end: [first] -> 0 -> 1 -> 2 -> 3 */
struct entry {
    int32_t next;
    int id;
};
struct entry pool[COUNT];
int32_t first;
struct small {
    uint8_t next;
    short id;
};
struct small smalls[COUNT];
uint8_t small_first;

/* distances from the node itself, 0 at the end */
struct distant {
    long id;
    long next;
};
struct distant distants[COUNT], *distant = distants;

/* 32 bits of an address, from a base */
struct half {
    uint32_t next;
    uint32_t id;
};
struct half halves[COUNT];
char *base = (char *)halves - 16;
uint32_t half;

/* as glibc mangles them since 2.32; the head is plain */
struct chunk {
    struct chunk *next;
    long id;
};
struct chunk chunks[COUNT] __attribute__((aligned(16))), *bin;

/* what --link must not call: it would be called for each node */
int calls;
struct entry *entry_at(int32_t index)
{
    calls++;
    return &pool[index];
}

void ready(void)
{
}

int main(void)
{
    half = 16;
    for (int i = 0; i < COUNT; i++) {
        locked_of[i] = (struct locked){bucket.first, i};
        bucket.first = (struct locked *)((uintptr_t)&locked_of[i] | 1);
        marked_of[i] = (struct marked){i, marked ? marked : (struct marked *)(uintptr_t)(7 << 1 | 1)};
        marked = &marked_of[i];
        pool[i] = (struct entry){i < COUNT - 1 ? i + 1 : -1, i};
        smalls[i] = (struct small){i < COUNT - 1 ? i + 1 : 0xff, i};
        distants[i] = (struct distant){i, i < COUNT - 1 ? (long)sizeof(struct distant) : 0};
        halves[i] = (struct half){i < COUNT - 1 ? 16 + 8 * (i + 1) : 0, i};
        chunks[i] = (struct chunk){(struct chunk *)((uintptr_t)bin ^ (uintptr_t)&chunks[i] >> 12), i};
        bin = &chunks[i];
    }
    ready();
    return 0;
}
