"""Closing months and opening them again."""
