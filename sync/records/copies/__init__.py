"""Second copies of a book: the outbox, backups, and other copies brought together with it."""
