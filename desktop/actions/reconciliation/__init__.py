"""What a person can do about two books of one account."""
