"""Sentences about accounts, statements and money."""
