"""A target's memory as bytes: what was read of it, what is copied ahead, and which addresses lie together."""
