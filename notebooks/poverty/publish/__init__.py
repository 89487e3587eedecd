"""Room 8: files, deck, brief, gallery, runs."""
