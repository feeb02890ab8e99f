"""What a person can do about files that are taken in."""
