/* Lists of HelenOS and Windows, in types of the same members. */
#include "chance.h"
#include <stddef.h>
#include <stdint.h>

/* HelenOS */
typedef struct link {
    struct link *prev;
    struct link *next;
} link_t;
typedef struct list {
    link_t head;
} list_t;
typedef struct thread {
    int tid;
    link_t rq_link;
    link_t wq_link;
    char name[8];
} thread_t;
typedef struct {
    int lock;
    list_t rq;
    size_t n;
} runq_t;
list_t all, *all_at = &all;
runq_t rqs[4], *rq_at = &rqs[1];

static void list_initialize(list_t *list)
{
    list->head.prev = list->head.next = &list->head;
}
static void list_append(link_t *link, list_t *list)
{
    link->next = &list->head;
    link->prev = list->head.prev;
    list->head.prev->next = link;
    list->head.prev = link;
}

/* Windows */
typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink;
    struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;
typedef struct _SINGLE_LIST_ENTRY {
    struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;
typedef struct _EPROCESS {
    struct _DISPATCHER_HEADER {
        union {
            long Lock;
            struct {
                uint8_t Type, Signalling, Size, Reserved;
            };
        };
        int SignalState;
        LIST_ENTRY WaitListHead;
    } Header;
    void *UniqueProcessId;
    LIST_ENTRY ActiveProcessLinks;
    int Number;
    SINGLE_LIST_ENTRY Lookaside;
} EPROCESS;
typedef struct _LDR_DATA_TABLE_ENTRY {
    LIST_ENTRY InLoadOrderLinks;
    LIST_ENTRY InMemoryOrderLinks;
    union {
        LIST_ENTRY InInitializationOrderLinks;
        LIST_ENTRY InProgressLinks;
    };
    void *DllBase;
    uint32_t SizeOfImage;
} LDR_DATA_TABLE_ENTRY;
struct _PEB_LDR_DATA {
    uint32_t Length;
    uint8_t Initialized;
    LIST_ENTRY InLoadOrderModuleList;
    LIST_ENTRY InMemoryOrderModuleList;
    LIST_ENTRY InInitializationOrderModuleList;
} PebLdr, *Ldr = &PebLdr;
LIST_ENTRY PsActiveProcessHead;
PLIST_ENTRY active_at = &PsActiveProcessHead;
SINGLE_LIST_ENTRY Pool;
PSINGLE_LIST_ENTRY pool_at = &Pool;

static void InsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry)
{
    entry->Flink = head;
    entry->Blink = head->Blink;
    head->Blink->Flink = entry;
    head->Blink = entry;
}

void ready(void)
{
}

int main(int argc, char **argv)
{
    static thread_t threads[MOST];
    static EPROCESS processes[MOST];
    static LDR_DATA_TABLE_ENTRY modules[MOST];
    int n;

    seed(argc, argv);
    list_initialize(&all);
    for (int i = 0; i < 4; i++)
        list_initialize(&rqs[i].rq);
    for (int i = 0, n = drawn(); i < n; i++) {
        threads[order[i]].tid = i;
        list_append(&threads[order[i]].wq_link, &all);
    }
    for (int i = 0, n = drawn(); i < n; i++)
        list_append(&threads[order[i]].rq_link, &rqs[1].rq);

    PsActiveProcessHead.Flink = PsActiveProcessHead.Blink = &PsActiveProcessHead;
    for (int i = 0, n = drawn(); i < n; i++) {
        processes[order[i]].Number = i;
        InsertTailList(&PsActiveProcessHead, &processes[order[i]].ActiveProcessLinks);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        processes[order[i]].Lookaside.Next = Pool.Next;
        Pool.Next = &processes[order[i]].Lookaside;
    }
    Ldr->InLoadOrderModuleList.Flink = Ldr->InLoadOrderModuleList.Blink = &Ldr->InLoadOrderModuleList;
    Ldr->InMemoryOrderModuleList.Flink = Ldr->InMemoryOrderModuleList.Blink = &Ldr->InMemoryOrderModuleList;
    Ldr->InInitializationOrderModuleList.Flink = &Ldr->InInitializationOrderModuleList;
    Ldr->InInitializationOrderModuleList.Blink = &Ldr->InInitializationOrderModuleList;
    n = drawn();
    for (int i = 0; i < n; i++) {
        modules[order[i]].SizeOfImage = 4096 * i;
        InsertTailList(&Ldr->InLoadOrderModuleList, &modules[order[i]].InLoadOrderLinks);
        InsertTailList(&Ldr->InMemoryOrderModuleList, &modules[order[n - 1 - i]].InMemoryOrderLinks);
        InsertTailList(&Ldr->InInitializationOrderModuleList, &modules[i].InInitializationOrderLinks);
    }
    ready();
    return 0;
}
