"""Pictures of the whole window for a person to look at."""
