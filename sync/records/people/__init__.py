"""The people of a place, and what HQ's people may do and ask for."""
