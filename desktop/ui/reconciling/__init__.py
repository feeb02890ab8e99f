"""Two books of one account."""
