"""Who may know what in the tree, and what is passed on to whom."""
