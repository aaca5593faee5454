"""Worksheets: the questions of practice on paper, with what is to be filled in, and their keys. Knows no GDB."""
