"""The way to HQ: where it is, what proves it, and what can go wrong on the way."""
