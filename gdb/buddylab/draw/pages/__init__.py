"""Figures and texts as pages: the replay of the lessons, and the live picture."""
