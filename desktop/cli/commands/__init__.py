"""What each command does: words in, one action, one answer out."""
