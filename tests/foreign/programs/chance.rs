// How long a list is and in which order its nodes lie, as chance.h has it; included by the programs.
struct Chance(u64);

const MOST: usize = 9;

impl Chance {
    fn new() -> Chance {
        Chance(std::env::args().nth(1).map_or(0, |seed| seed.parse().unwrap()))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }

    /// Draws a new list: the numbers of its nodes.
    fn drawn(&mut self) -> Vec<i32> {
        let mut order: Vec<i32> = (0..MOST as i32).collect();
        if self.0 == 0 {
            order.truncate(6);
            return order;
        }
        for i in (1..MOST).rev() {
            let j = self.below(i + 1);
            order.swap(i, j);
        }
        order.truncate(self.below(MOST + 1));
        order
    }
}
