"""What plain GDB counts on the free lists of the first zone: make try-linux CHECK=1 compares it with show-freelists."""

import gdb


def count(zone: gdb.Value) -> str:
    """Blocks and pages, one node after the other."""
    blocks = pages = 0
    for order in range(zone["free_area"].type.range()[1] + 1):
        lists = zone["free_area"][order]["free_list"]
        for kind in range(lists.type.range()[1] + 1):
            head = lists[kind].address
            node = head["next"]
            while node != head:
                blocks, pages, node = blocks + 1, pages + (1 << order), node["next"]
    return f"{pages} pages in {blocks} blocks"


print("plain GDB:", count(gdb.parse_and_eval("node_data[0]->node_zones[0]")))
