"""Which boxes, arrows and bars a figure has: makes scenes of snapshots."""
