/* The books of a checked build; buddy_ledger.h says what for. Plain tables, searched from one end to the other. */
#include "buddy_ledger.h"

#ifdef BUDDY_CHECKED

#include "panic.h"

struct buddy_ledger buddy_ledger;

void buddy_ledger_forget(const struct buddy_heap *heap)
{
    /* The last entry takes the place of one that goes. Backwards, so that it has been looked at already. */
    for (usize i = buddy_ledger.region_count; i-- > 0;) {
        if (buddy_ledger.regions[i].heap == heap)
            buddy_ledger.regions[i] = buddy_ledger.regions[--buddy_ledger.region_count];
    }
    for (usize i = buddy_ledger.block_count; i-- > 0;) {
        if (buddy_ledger.blocks[i].heap == heap)
            buddy_ledger.blocks[i] = buddy_ledger.blocks[--buddy_ledger.block_count];
    }
    for (usize i = 0; i < BUDDY_LEDGER_RELEASED; i++) {
        if (buddy_ledger.released[i].heap == heap)
            buddy_ledger.released[i].heap = NULL;
    }
}

void buddy_ledger_add(const struct buddy_heap *heap, usize start, usize end)
{
    if (start == end)
        return; /* no byte was added: nothing to note, and nothing that another region could share */
    for (usize i = 0; i < buddy_ledger.region_count; i++) {
        const struct buddy_region *region = &buddy_ledger.regions[i];

        if (start < (usize)region->end && (usize)region->start < end)
            panic("add of [0x%lx, 0x%lx): expected memory that no heap has, found [%p, %p) of the heap at %p", start,
                  end, (void *)region->start, (void *)region->end, (void *)region->heap);
    }
    if (buddy_ledger.region_count == BUDDY_LEDGER_REGIONS)
        panic("add of [0x%lx, 0x%lx): the ledger is full: expected at most %d regions", start, end,
              BUDDY_LEDGER_REGIONS);
    buddy_ledger.regions[buddy_ledger.region_count++] = (struct buddy_region){
        .heap = heap,
        .start = (const usize *)start,
        .end = (const usize *)end,
    };
}

void buddy_ledger_alloc(const struct buddy_heap *heap, usize *block, usize size, usize align, usize order)
{
    if (align == 0 || (align & (align - 1)) != 0)
        panic("alloc of %lu bytes: expected an alignment that is a power of two, found %lu", size, align);
    if (buddy_ledger.block_count == BUDDY_LEDGER_BLOCKS)
        panic("alloc of %lu bytes: the ledger is full: expected at most %d blocks to be out", size,
              BUDDY_LEDGER_BLOCKS);
    buddy_ledger.blocks[buddy_ledger.block_count++] = (struct buddy_block){
        .heap = heap,
        .address = block,
        .size = size,
        .align = align,
        .order = order,
    };
}

/* Says what is known about an address that comes back but is not out. */
static _Noreturn void panic_not_handed_out(const struct buddy_heap *heap, const usize *address)
{
    usize at = (usize)address;
    const struct buddy_block *around = buddy_ledger_handed_out(heap, at, at + 1);

    for (usize i = 0; i < BUDDY_LEDGER_RELEASED; i++) {
        const struct buddy_block *block = &buddy_ledger.released[i];

        if (block->heap == heap && block->address == address)
            panic("double free of 0x%lx: expected a block that is handed out, found that its %lu bytes were given back "
                  "before",
                  at, block->size);
    }
    if (around != NULL)
        panic("dealloc of 0x%lx: expected a block as it was handed out, found an address inside the %lu bytes at %p",
              at, around->size, (void *)around->address);
    if (!buddy_ledger_has(heap, at, at + 1))
        panic("dealloc of 0x%lx: expected memory of the heap at %p, found an address that was never handed out, and "
              "lies outside",
              at, (void *)heap);
    panic("dealloc of 0x%lx: expected a block that is handed out, found an address that was never handed out", at);
}

void buddy_ledger_dealloc(const struct buddy_heap *heap, usize *pointer, usize size, usize align)
{
    struct buddy_block *block = buddy_ledger.blocks;
    struct buddy_block *end = block + buddy_ledger.block_count;

    while (block < end && (block->address != pointer || block->heap != heap))
        block++;
    if (block == end)
        panic_not_handed_out(heap, pointer);
    if (block->size != size)
        panic("dealloc of %p: expected size %lu, as it was asked for, found %lu", (void *)pointer, block->size, size);
    if (block->align != align)
        panic("dealloc of %p: expected alignment %lu, as it was asked for, found %lu", (void *)pointer, block->align,
              align);
    buddy_ledger.released[buddy_ledger.released_count++ % BUDDY_LEDGER_RELEASED] = *block;
    *block = buddy_ledger.blocks[--buddy_ledger.block_count];
}

static const struct buddy_region *region_of(const struct buddy_heap *heap, usize address)
{
    for (usize i = 0; i < buddy_ledger.region_count; i++) {
        const struct buddy_region *region = &buddy_ledger.regions[i];

        if (region->heap == heap && (usize)region->start <= address && address < (usize)region->end)
            return region;
    }
    return NULL;
}

bool buddy_ledger_has(const struct buddy_heap *heap, usize start, usize end)
{
    /* Regions that touch can hold one block between them. */
    while (start < end) {
        const struct buddy_region *region = region_of(heap, start);

        if (region == NULL)
            return false;
        start = (usize)region->end;
    }
    return true;
}

bool buddy_ledger_added_apart(const struct buddy_heap *heap, usize one, usize other)
{
    return region_of(heap, one) != region_of(heap, other);
}

const struct buddy_block *buddy_ledger_handed_out(const struct buddy_heap *heap, usize start, usize end)
{
    for (usize i = 0; i < buddy_ledger.block_count; i++) {
        const struct buddy_block *block = &buddy_ledger.blocks[i];

        usize first = (usize)block->address;

        if (block->heap == heap && first < end && start < first + (1UL << block->order))
            return block;
    }
    return NULL;
}

#endif
