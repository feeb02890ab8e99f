"""What the columns and rows of a stranger's file say."""
