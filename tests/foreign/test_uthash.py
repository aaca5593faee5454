"""The lists of utlist.h, and the order in which uthash keeps what was added."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401

PROGRAM = "uthash.c"
KINDS = (
    Kind("LL", ways="ll, &ll, ll_at, *ll_at", starts="*ll", first="ll", next="next", field="v"),
    Kind("DL", ways="dl, &dl, dl_at, *dl_at", starts="*dl", first="dl", next="next", prev="prev", field="v"),
    Kind(
        "CDL",
        ways="cdl, &cdl, cdl_at, *cdl_at",
        either="*cdl",
        first="cdl",
        next="next",
        prev="prev",
        end="ring",
        field="v",
        turns=True,
    ),
    Kind(
        "DL-by-other-names",
        ways="jobs, &jobs, jobs_at, *jobs_at",
        starts="*jobs",
        first="jobs",
        next="later",
        prev="sooner",
        field="pid",
    ),
    Kind(
        "hash",
        ways="users, &users, users_at, *users_at",
        starts="*users",
        first="users",
        next="hh.next",
        prev="hh.prev",
        field="id",
    ),
)
