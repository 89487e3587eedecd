"""Room 1: what a source printed, read, checked, bounded and settled by readings."""
