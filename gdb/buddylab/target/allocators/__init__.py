"""What kind of allocator an expression stands for, by its types and by what memory bears out."""
