"""Turns the model into something to look at. Nothing here reads memory."""
