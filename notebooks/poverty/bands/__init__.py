"""Room 2: how far a reconstructed year errs elsewhere."""
