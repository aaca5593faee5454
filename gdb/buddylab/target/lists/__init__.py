"""From an expression to a list: what it may be, which reading memory bears out, and the way through it."""
