"""One database as a book: opened, read in snapshots, written in transactions, searched."""
