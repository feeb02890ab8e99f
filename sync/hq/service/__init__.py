"""HQ's service: its door, its addresses, its desks and its health."""
