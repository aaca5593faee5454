// Lists as Rust has them: its own, and those linked by Box, NonNull, Rc and references; some behind a lock.
include!("chance.rs");

use std::cell::RefCell;
use std::collections::{BTreeSet, LinkedList};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};

pub struct Job {
    id: i32,
    name: &'static str,
}

// Owned by the one before.
pub struct Boxed {
    v: i32,
    next: Option<Box<Boxed>>,
}
pub struct Stack {
    head: Option<Box<Boxed>>,
    size: usize,
}

// Both ways, as the standard library does it.
pub struct Node {
    next: Option<NonNull<Node>>,
    prev: Option<NonNull<Node>>,
    v: i32,
}
pub struct Deque {
    head: Option<NonNull<Node>>,
    tail: Option<NonNull<Node>>,
    len: usize,
}

// Shared, as books do it.
type Link = Option<Rc<RefCell<Shared>>>;
pub struct Shared {
    v: i32,
    next: Link,
    prev: Option<Weak<RefCell<Shared>>>,
}

// In an allocator's free blocks: raw pointers, and references that live for ever.
pub struct Raw {
    next: *mut Raw,
    size: usize,
}
pub struct Block {
    size: usize,
    next: Option<&'static mut Block>,
}

// A free list whose nodes are plain words, as the buddy allocator's, behind a lock.
pub struct WordList {
    head: *mut usize,
}
pub struct Heap<const ORDERS: usize> {
    free_list: [WordList; ORDERS],
    user: usize,
    allocated: usize,
}
pub struct LockedHeap<const ORDERS: usize>(spin::Mutex<Heap<ORDERS>>);
unsafe impl Send for WordList {}

static HEAP: LockedHeap<4> = LockedHeap(spin::Mutex::new(Heap {
    free_list: [
        WordList { head: std::ptr::null_mut() },
        WordList { head: std::ptr::null_mut() },
        WordList { head: std::ptr::null_mut() },
        WordList { head: std::ptr::null_mut() },
    ],
    user: 0,
    allocated: 0,
}));

// The crate's other wrapper, which asks for more memory before it gives up.
pub struct LockedHeapWithRescue<const ORDERS: usize> {
    inner: spin::Mutex<Heap<ORDERS>>,
    rescue: fn(&mut Heap<ORDERS>, &std::alloc::Layout),
}
static RESCUED: LockedHeapWithRescue<4> = LockedHeapWithRescue { inner: spin::Mutex::new(EMPTY), rescue: |_, _| () };

// Made when it is used first; and a cell of one's own that is filled once.
static LAZY: spin::Lazy<spin::Mutex<Heap<4>>> = spin::Lazy::new(|| spin::Mutex::new(EMPTY));
pub struct OnceCell<T> {
    inner: std::cell::UnsafeCell<Option<T>>,
}
unsafe impl<T> Sync for OnceCell<T> {}
static ONCE: OnceCell<Heap<4>> = OnceCell { inner: std::cell::UnsafeCell::new(None) };

const NOTHING: WordList = WordList { head: std::ptr::null_mut() };
const EMPTY: Heap<4> = Heap { free_list: [NOTHING, NOTHING, NOTHING, NOTHING], user: 0, allocated: 0 };

// The crate's allocator of frames has sets in place of lists.
pub struct FrameAllocator<const ORDERS: usize> {
    free_list: [BTreeSet<usize>; ORDERS],
    allocated: usize,
    total: usize,
}

static QUEUE: spin::Mutex<LinkedList<i32>> = spin::Mutex::new(LinkedList::new());
static STACK: spin::Mutex<Stack> = spin::Mutex::new(Stack { head: None, size: 0 });

#[no_mangle]
pub extern "C" fn ready() {}

fn linked_both_ways(order: &[i32]) -> Deque {
    let mut deque = Deque { head: None, tail: None, len: 0 };
    for &v in order {
        let node = NonNull::from(Box::leak(Box::new(Node { next: None, prev: deque.tail, v })));
        match deque.tail {
            Some(tail) => unsafe { (*tail.as_ptr()).next = Some(node) },
            None => deque.head = Some(node),
        }
        deque.tail = Some(node);
        deque.len += 1;
    }
    deque
}

fn main() {
    let mut chance = Chance::new();

    let numbers: LinkedList<i32> = chance.drawn().into_iter().collect();
    let numbers_by = &numbers;
    let jobs: LinkedList<Job> = chance.drawn().iter().map(|&id| Job { id, name: "job" }).collect();
    let jobs_in = Box::new(LinkedList::from_iter(chance.drawn()));

    let mut stack = Stack { head: None, size: 0 };
    for v in chance.drawn() {
        stack.head = Some(Box::new(Boxed { v, next: stack.head.take() }));
        stack.size += 1;
    }
    let stack_by = &stack;
    let mut bare: Option<Box<Boxed>> = None;
    for v in chance.drawn() {
        bare = Some(Box::new(Boxed { v, next: bare }));
    }
    let bare_by = &bare;

    let deque = linked_both_ways(&chance.drawn());
    let deque_by = &deque;

    let mut shared: Link = None;
    for v in chance.drawn() {
        let node = Rc::new(RefCell::new(Shared { v, next: shared.take(), prev: None }));
        if let Some(next) = &node.borrow().next {
            next.borrow_mut().prev = Some(Rc::downgrade(&node));
        }
        shared = Some(node);
    }
    let shared_by = &shared;

    let mut raw: *mut Raw = std::ptr::null_mut();
    for v in chance.drawn() {
        raw = Box::leak(Box::new(Raw { next: raw, size: v as usize }));
    }
    let raw_at = &raw as *const *mut Raw;

    let mut blocks: Option<&'static mut Block> = None;
    for v in chance.drawn() {
        blocks = Some(Box::leak(Box::new(Block { size: v as usize, next: blocks.take() })));
    }
    let blocks_by = &blocks;

    let words: &'static mut [[usize; 8]] = Box::leak(vec![[0usize; 8]; MOST].into_boxed_slice());
    for at in chance.drawn() {
        let word = &mut words[at as usize][0] as *mut usize;
        let list = &mut HEAP.0.lock().free_list[2];
        unsafe { *word = list.head as usize };
        list.head = word;
    }
    let list = || WordList { head: HEAP.0.lock().free_list[2].head };
    RESCUED.inner.lock().free_list[2] = list();
    LAZY.lock().free_list[2] = list();
    unsafe { *ONCE.inner.get() = Some(Heap { free_list: [NOTHING, NOTHING, list(), NOTHING], ..EMPTY }) };
    let mut frames = FrameAllocator { free_list: [BTreeSet::new(), BTreeSet::new()], allocated: 0, total: 8 };
    frames.free_list[1].insert(2);
    for v in chance.drawn() {
        QUEUE.lock().push_front(v);
    }
    for v in chance.drawn() {
        let mut stack = STACK.lock();
        stack.head = Some(Box::new(Boxed { v, next: stack.head.take() }));
    }
    ready();
    println!("{} {}", frames.allocated + frames.total, RESCUED.rescue as usize);
    println!("{:?} {}", numbers_by, jobs.front().map_or("", |job| job.name));
    println!("{} {} {}", jobs_in.len(), stack_by.size, bare_by.is_some());
    println!("{} {} {}", deque_by.len, shared_by.is_some(), blocks_by.is_some());
    println!("{:?} {}", raw_at, jobs.front().map_or(0, |job| job.id));
}
