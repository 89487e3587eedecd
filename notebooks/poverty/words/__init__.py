"""Room 6: everything that a reader reads, in every language."""
