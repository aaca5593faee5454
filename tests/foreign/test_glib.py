"""GLib's GList, GSList and GQueue."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401

PROGRAM = "glib.c"
LIBRARIES = ("glib-2.0",)
KINDS = (
    Kind(
        "GList",
        ways="list, &list, *list_at, list_at",
        starts="*list",
        first="list",
        next="next",
        prev="prev",
        field="data",
    ),
    Kind(
        "GSList", ways="slist, &slist, *slist_at, slist_at", starts="*slist", first="slist", next="next", field="data"
    ),
    Kind(
        "GQueue",
        ways="queue, &queue, queue_at, *queue_at, queue.head, queue_at->head, &queue.head",
        starts="*queue.head",
        first="queue.head",
        next="next",
        prev="prev",
        field="data",
    ),
    Kind(
        "GQueue-from-its-tail",
        ways="queue.tail, &queue.tail",
        starts="*queue.tail",
        first="queue.tail",
        next="prev",
        prev="next",
        field="data",
        unasked=False,
    ),
    Kind(
        "GList-in-a-window",
        ways="window, &window, window_at, *window_at, window.children, &window.children",
        starts="*window.children",
        first="window.children",
        next="next",
        prev="prev",
        field="data",
    ),
)
