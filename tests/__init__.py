"""Proof of what the program does, laid out as the floors are."""
