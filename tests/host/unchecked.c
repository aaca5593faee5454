/* The heap as it is without a ledger, from the same file, under names of its own beside the checked one. */
#undef BUDDY_CHECKED
#define buddy_heap_new       unchecked_new
#define buddy_heap_add       unchecked_add
#define buddy_heap_init      unchecked_init
#define buddy_heap_alloc     unchecked_alloc
#define buddy_heap_dealloc   unchecked_dealloc
#define buddy_heap_user      unchecked_user
#define buddy_heap_allocated unchecked_allocated
#define buddy_heap_total     unchecked_total
#include "../../kernel/buddy_heap.c"
