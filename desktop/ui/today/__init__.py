"""Pages about what matters today."""
