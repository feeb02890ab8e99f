"""Statements as records: issued, signed, answered, replaced."""
