"""Streams of entries: written at home, received from elsewhere, and applied to the tables."""
