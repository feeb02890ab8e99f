"""What a document is and does: its kind, how an order stands, and the verdict on it."""
