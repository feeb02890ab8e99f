"""A book proved, derived anew, and mended where it is damaged."""
