"""What a desk does after it, or HQ, was set back to a backup."""
