// The lists of C++'s own library, and lists linked by its pointers, by bases, in templates.
#include "chance.h"
#include <forward_list>
#include <list>
#include <memory>
#include <string>

struct job {
    int id;
    std::string name;
};
std::list<int> numbers, *numbers_at = &numbers, &numbers_by = numbers;
std::list<job> jobs, *jobs_at = &jobs;
std::forward_list<int> chain, *chain_at = &chain, &chain_by = chain;
class office
{
    int floor = 3;
    std::list<job *> todo;
    bool open = true;

  public:
    void add(job *each)
    {
        todo.push_front(each);
    }
};
office bureau, *bureau_at = &bureau, &bureau_by = bureau;

struct owned {
    int v = 0;
    std::unique_ptr<owned> next;
};
std::unique_ptr<owned> mine, &mine_by = mine, *mine_at = &mine;
owned *mine_raw;

struct both {
    std::unique_ptr<both> next;
    both *prev = nullptr;
    int v = 0;
};
struct deque {
    std::unique_ptr<both> first;
    both *last = nullptr;
} pair, *pair_at = &pair, &pair_by = pair;

struct shared {
    int v = 0;
    std::shared_ptr<shared> next;
    std::weak_ptr<shared> prev;
};
std::shared_ptr<shared> ours, &ours_by = ours, *ours_at = &ours;
shared *ours_raw;

// A hook as a base, second of two, and a list that is a hook itself.
struct hook {
    hook *next = this, *prev = this;
};
struct named {
    virtual ~named() = default;
    int id = 0;
};
struct timer : named, hook {
    int due = 0;
};
struct wheel {
    int ticks = 7;
    hook slot;
} wheel, *wheel_at = &wheel;

// What every course writes.
template <typename T> class linked_list
{
    struct node {
        T data;
        node *next;
    };
    node *head = nullptr, *tail = nullptr;
    std::size_t count = 0;

  public:
    void append(T data)
    {
        node *made = new node{data, nullptr};
        (head ? tail->next : head) = made;
        tail = made;
        count++;
    }
};
linked_list<int> course, *course_at = &course, &course_by = course;

struct ListNode {
    int val;
    ListNode *next;
    ListNode(int val, ListNode *next) : val(val), next(next)
    {
    }
};
ListNode *answer, *&answer_by = answer, **answer_at = &answer;

extern "C" void ready()
{
}

int main(int argc, char **argv)
{
    static job all[MOST];
    static timer timers[MOST];

    seed(argc, argv);
    for (int i = 0, n = drawn(); i < n; i++)
        numbers.push_back(order[i]);
    for (int i = 0, n = drawn(); i < n; i++)
        jobs.push_front(job{order[i], "job"});
    for (int i = 0, n = drawn(); i < n; i++)
        chain.push_front(order[i]);
    for (int i = 0, n = drawn(); i < n; i++)
        bureau.add(&all[order[i]]);
    for (int i = 0, n = drawn(); i < n; i++) {
        auto made = std::make_unique<owned>();
        made->v = order[i];
        made->next = std::move(mine);
        mine = std::move(made);
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        auto made = std::make_unique<both>();
        made->v = order[i];
        made->prev = pair.last;
        auto &last = pair.last ? pair.last->next : pair.first;
        last = std::move(made);
        pair.last = last.get();
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        auto made = std::make_shared<shared>();
        made->v = order[i];
        made->next = ours;
        if (ours)
            ours->prev = made;
        ours = made;
    }
    for (int i = 0, n = drawn(); i < n; i++) {
        timer *made = &timers[order[i]];
        made->due = i;
        made->next = &wheel.slot;
        made->prev = wheel.slot.prev;
        wheel.slot.prev->next = made;
        wheel.slot.prev = made;
    }
    for (int i = 0, n = drawn(); i < n; i++)
        course.append(order[i]);
    for (int i = 0, n = drawn(); i < n; i++)
        answer = new ListNode(order[i], answer);
    mine_raw = mine.get();
    ours_raw = ours.get();
    ready();
    return 0;
}
