"""What a stranger's table says: its text, cells, customs, and the rows that are no lines of it."""
