"""Room 3: how far and how fast the rate fell, inside one standard."""
