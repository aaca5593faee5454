"""Packs what others need: the tree of a student, the zip of Gradescope, what is handed in."""
