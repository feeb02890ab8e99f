"""How one goes from page to page: where one has been, and what can be gone to or done from anywhere."""
