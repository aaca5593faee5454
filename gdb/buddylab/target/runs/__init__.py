"""A machine of ours, and one run of it: where it stops, how one goes back, who wrote a word."""
