"""What a person can do about the books themselves: care, help, and a first look."""
