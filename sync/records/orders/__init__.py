"""Orders as records: judged, answered, fulfilled, and promised by several desks."""
