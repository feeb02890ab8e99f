"""What every field of every record may hold, whoever wrote it: one table of bounds, read at both ends."""
