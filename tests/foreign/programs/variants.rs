// Lists of enums, as the Rust book has them: some variants lead on, and one ends the list.
use std::rc::Rc;

pub enum Tagged {
    Nil,
    Cons(i32, Box<Tagged>),
}
// There is room for no tag: a null pointer is the end.
pub enum Niche {
    Nil,
    Cons(u64, Box<Niche>),
}
pub enum Named {
    Leaf,
    Node { next: Box<Named>, v: i64 },
}
pub enum Shared {
    Nil,
    Cons(i32, Rc<Shared>),
}
pub enum Several {
    Nil,
    One(u8, Box<Several>),
    Many(u64, u64, Box<Several>),
}
pub struct Stack {
    size: usize,
    head: Tagged,
}
pub struct Boxed {
    size: usize,
    head: Box<Tagged>,
}

#[no_mangle]
pub extern "C" fn ready() {}

/// Memory that is not zero, so that nothing is null by chance.
fn soiled() -> Vec<Box<[u64; 2]>> {
    (0..64).map(|_| Box::new([0x1111_1111_1111_1111, 0x1111_1111_1111_1111])).collect()
}

fn tagged(count: i32) -> Tagged {
    (0..count).rev().fold(Tagged::Nil, |rest, v| Tagged::Cons(v, Box::new(rest)))
}

/// What is handed to it is there until then.
fn keep<T>(_: T) {}

fn main() {
    drop(soiled());
    let list = tagged(4);
    let by = &list;
    let none = tagged(0);
    let boxed = Box::new(tagged(4));
    let niche = (0..4).rev().fold(Niche::Nil, |rest, v| Niche::Cons(v, Box::new(rest)));
    let named = (0..4).rev().fold(Named::Leaf, |rest, v| Named::Node { next: Box::new(rest), v });
    let shared = (0..4).rev().fold(Shared::Nil, |rest, v| Shared::Cons(v, Rc::new(rest)));
    let several = Several::Many(1, 2, Box::new(Several::One(3, Box::new(Several::Nil))));
    let stack = Stack { size: 4, head: tagged(4) };
    let boxed_in = Boxed { size: 4, head: Box::new(tagged(4)) };
    ready();
    keep((by, &none, &boxed, &niche, &named, &shared, &several, &stack, &boxed_in));
    println!("{} {}", stack.size, boxed_in.size);
}
