/* Per-CPU variables as Linux has them: a template, a copy of it for each processor, and how far from it each lies. In
   the end the template is given back and poisoned. ready() is where to stop. */
#include <string.h>

#define CPUS                   3
#define PERCPU                 __attribute__((section(".data..percpu"), aligned(8)))
#define copy_of(variable, cpu) (*(__typeof__(variable) *)((char *)&(variable) + __per_cpu_offset[cpu]))

struct list_head {
    struct list_head *next, *prev;
};
struct task {
    int pid;
    struct list_head on;
};
struct node {
    struct node *next;
};

char __per_cpu_start[8] PERCPU = {1};
struct list_head runqueue PERCPU = {&runqueue, &runqueue};
struct node *stack PERCPU = (struct node *)1;
char __per_cpu_end[8] PERCPU = {1};

unsigned long __per_cpu_offset[CPUS];
char areas[CPUS][64] __attribute__((aligned(8)));
struct task tasks[CPUS][CPUS];
struct node nodes[CPUS];
struct list_head *allocated; /* a per-CPU pointer: an address in the template */

void ready(void)
{
}

static void add(struct list_head *new, struct list_head *head)
{
    new->next = head->next;
    new->prev = head;
    head->next->prev = new;
    head->next = new;
}

/* Processor n has n tasks, and of the nodes as many. */
int main(void)
{
    for (int cpu = 0; cpu < CPUS; cpu++) {
        __per_cpu_offset[cpu] = areas[cpu] - __per_cpu_start;
        struct list_head *queue = &copy_of(runqueue, cpu);
        queue->next = queue->prev = queue;
        copy_of(stack, cpu) = NULL;
        for (int at = 0; at < cpu; at++) {
            tasks[cpu][at].pid = 10 * cpu + at;
            add(&tasks[cpu][at].on, queue);
            nodes[at].next = copy_of(stack, cpu);
            copy_of(stack, cpu) = &nodes[at];
        }
    }
    allocated = &runqueue;
    ready();
    memset(__per_cpu_start, 0xcc, __per_cpu_end - __per_cpu_start);
    ready();
    return 0;
}
