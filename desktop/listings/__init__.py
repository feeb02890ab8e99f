"""Every list, written once: what each column is called, what it is and where it is shown; five renderings of it."""
