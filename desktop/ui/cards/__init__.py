"""One dialog for every card that is filled in at the window."""
