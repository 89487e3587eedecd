"""Room 5: what comes next, if; targets; the sources' own verdicts."""
