// boost::intrusive: hooks as bases and as members, a list and a slist, each with its ends.
#include "chance.h"
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/slist.hpp>

namespace bi = boost::intrusive;

struct event : bi::list_base_hook<> {
    int number = 0;
};
struct task {
    long state = 0;
    bi::list_member_hook<> link;
    int id = 0;
};
struct packet : bi::slist_base_hook<> {
    int length = 0;
};
struct page {
    bi::slist_member_hook<> link;
    int frame = 0;
};
using task_list = bi::list<task, bi::member_hook<task, bi::list_member_hook<>, &task::link>>;
using page_list = bi::slist<page, bi::member_hook<page, bi::slist_member_hook<>, &page::link>, bi::linear<true>>;
bi::list<event> events, *events_at = &events, &events_by = events;
task_list tasks, *tasks_at = &tasks, &tasks_by = tasks;
bi::list<event, bi::constant_time_size<false>> unsized_events;
bi::slist<packet> packets, *packets_at = &packets, &packets_by = packets;
page_list pages, *pages_at = &pages, &pages_by = pages;

extern "C" void ready()
{
}

// They check at their end that nothing is hooked any more; there is no such end, for they are never destroyed.
int main(int argc, char **argv)
{
    auto *all_events = new event[2 * MOST];
    auto *all_tasks = new task[MOST];
    auto *all_packets = new packet[MOST];
    auto *all_pages = new page[MOST];

    seed(argc, argv);
    for (int i = 0, n = drawn(); i < n; i++) {
        all_events[order[i]].number = i;
        events.push_back(all_events[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        all_tasks[order[i]].id = i;
        tasks.push_front(all_tasks[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++)
        unsized_events.push_back(all_events[MOST + order[i]]);
    for (int i = 0, n = drawn(); i < n; i++) {
        all_packets[order[i]].length = i;
        packets.push_front(all_packets[order[i]]);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        all_pages[order[i]].frame = i;
        pages.push_front(all_pages[order[i]]);
    }
    ready();
    _Exit(0);
}
