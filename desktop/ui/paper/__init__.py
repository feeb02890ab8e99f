"""What is put on paper: its pages looked at, printed, kept as a file."""
