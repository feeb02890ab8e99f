"""HQ set back to a backup, and what comes home from its desks."""
