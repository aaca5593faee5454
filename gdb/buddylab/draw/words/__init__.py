"""What is said of a list, a heap or a word's history, and how. Knows nothing of figures."""
