"""Two books of one account brought side by side, with the cause of each difference."""
