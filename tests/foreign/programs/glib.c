/* GLib's lists. Their data is a pointer, here one that holds a number. */
#include "chance.h"
#include <glib.h>

GList *list, **list_at = &list;
GSList *slist, **slist_at = &slist;
GQueue queue = G_QUEUE_INIT, *queue_at = &queue;
struct window {
    char *title;
    GList *children;
    int width;
} window, *window_at = &window;

void ready(void)
{
}

int main(int argc, char **argv)
{
    seed(argc, argv);
    for (int i = 0, n = drawn(); i < n; i++) {
        free(malloc(16 * order[i]));
        list = g_list_append(list, GINT_TO_POINTER(1 + order[i]));
    }
    for (int i = 0, n = drawn(); i < n; i++)
        slist = g_slist_prepend(slist, GINT_TO_POINTER(1 + order[i]));
    for (int i = 0, n = drawn(); i < n; i++)
        g_queue_push_head(&queue, GINT_TO_POINTER(1 + order[i]));
    window.title = "window";
    window.width = 640;
    for (int i = 0, n = drawn(); i < n; i++)
        window.children = g_list_prepend(window.children, GINT_TO_POINTER(1 + order[i]));
    ready();
    return 0;
}
