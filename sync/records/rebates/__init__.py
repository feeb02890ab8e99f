"""Rebates out of a book: what counts, how each stands, what was paid."""
