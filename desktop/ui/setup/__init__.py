"""Pages that set the program up: people, papers, looks."""
