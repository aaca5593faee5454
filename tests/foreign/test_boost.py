"""boost::intrusive: its list, and its slist, which is a ring of one link through its head unless it is linear."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401


def intrusive(name, at, by_name=True, container="", field=""):
    """A boost::intrusive::list; its head is a hook inside it."""
    head = f"{at}.data_.root_plus_size_.m_header"
    return Kind(
        name,
        ways=", ".join([at, f"&{at}", *([f"{at}_at, *{at}_at, {at}_by, &{at}_by"] if by_name else [])]),
        first=f"{head}.next_",
        next="next_",
        prev="prev_",
        home=f"&{head}",
        end="head",
        container=container,
        field=field,
    )


PROGRAM = "boost.cc"
KINDS = (
    intrusive("list-of-bases", "events"),
    intrusive("list-of-members", "tasks", container="task.link", field="id"),
    intrusive("list-without-size", "unsized_events", by_name=False),
    Kind(
        "slist",
        ways="packets, &packets, packets_at, *packets_at, packets_by, &packets_by",
        first="packets.data_.root_plus_size_.header_holder_.next_",
        next="next_",
        home="&packets.data_.root_plus_size_.header_holder_",
        end="head",
    ),
    Kind(
        "slist-linear",
        ways="pages, &pages, pages_at, *pages_at, pages_by, &pages_by",
        first="pages.data_.root_plus_size_.header_holder_.next_",
        next="next_",
        container="page.link",
        field="frame",
    ),
)
