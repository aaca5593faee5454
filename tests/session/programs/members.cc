/* What C++ has beside plain members: static ones, base classes, virtual ones among them, references. */
asm(".globl _start\n"
    "_start: la sp, stack_top\n"
    "j run\n");

struct numbered {
    long id;
};
struct marked {
    long mark;
};
struct node : numbered, virtual marked {
    static node *all;
    node *next;
    long &seen;
    explicit node(long &counter) : next(0), seen(counter)
    {
        id = ++counter;
    }
};
struct cursor {
    static int *first;
    long steps;
    node *at;
};
node *node::all;
int *cursor::first;
extern "C" char stack_top[];
char stack[4096] __attribute__((aligned(16)));
asm(".globl stack_top\n.set stack_top, stack + 4096");

void idle()
{
    for (;;)
        ;
}

/* [cursor.at] -> nodes[1] -> nodes[0] -> null */
extern "C" void run()
{
    long counter = 0;
    node nodes[2] = {node(counter), node(counter)};
    cursor cursor = {2, &nodes[1]};

    nodes[1].next = &nodes[0];
    idle();
}
