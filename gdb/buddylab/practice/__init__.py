"""Questions about what a request will do to a list or a heap, judged by what the machine has done. Knows no GDB."""
