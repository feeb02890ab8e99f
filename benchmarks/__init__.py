"""What is measured, each figure as a ratio to a reference from the same run."""
