"""What a person can do about orders."""
