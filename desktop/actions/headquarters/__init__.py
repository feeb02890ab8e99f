"""What a person can do about HQ: exchanging, asking, and running its end."""
