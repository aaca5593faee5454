"""A heap: its nouns, how it is read, and what is wrong with it."""
