"""The first page, bringing a backup back, and the way into the practice company."""
