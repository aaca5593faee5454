"""Rows of bars to scale, along an axis of addresses."""
