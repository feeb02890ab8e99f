"""What a person can do about the people of a place and the desk's key."""
