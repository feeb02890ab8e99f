"""Pages about exchanging with HQ."""
