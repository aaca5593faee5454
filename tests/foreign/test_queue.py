"""The five lists of sys/queue.h."""

from foreign.kinds import Kind
from foreign.properties import test_damaged, test_random, test_sound  # noqa: F401

PROGRAM = "queue.c"
KINDS = (
    Kind(
        "SLIST",
        ways="slim_head, &slim_head, slim_at, *slim_at, slim_head.slh_first, &slim_head.slh_first",
        starts="*slim_head.slh_first",
        first="slim_head.slh_first",
        next="link.sle_next",
        field="v",
    ),
    Kind(
        "LIST",
        ways="allproc, &allproc, allproc_at, *allproc_at, allproc.lh_first",
        starts="*allproc.lh_first",
        first="allproc.lh_first",
        next="p_list.le_next",
        prev="p_list.le_prev",
        field="pid",
    ),
    Kind(
        "STAILQ",
        ways="mbufq, &mbufq, mbufq_at, *mbufq_at, mbufq.stqh_first",
        starts="*mbufq.stqh_first",
        first="mbufq.stqh_first",
        next="m_stailq.stqe_next",
        field="m_len",
    ),
    Kind(
        "TAILQ",
        ways="eventq, &eventq, eventq_at, *eventq_at, eventq.tqh_first",
        starts="*eventq.tqh_first",
        first="eventq.tqh_first",
        next="ev_next.tqe_next",
        prev="ev_next.tqe_prev",
        field="ev_fd",
    ),
    Kind(
        "CIRCLEQ",
        ways="pgq, &pgq, pgq_at, *pgq_at",
        first="pgq.cqh_first",
        next="pageq.cqe_next",
        prev="pageq.cqe_prev",
        home="&pgq",
        end="head",
        field="wires",
    ),
    Kind(
        "TAILQ-of-an-owner",
        ways="softc, &softc, sc, *sc, softc.queue, &softc.queue, sc->queue, sc->queue.tqh_first",
        first="softc.queue.tqh_first",
        next="bio_queue.tqe_next",
        prev="bio_queue.tqe_prev",
        field="bio_cmd",
    ),
)
