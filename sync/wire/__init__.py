"""What the two ends say to each other: messages, how they are packed, and how they are signed."""
