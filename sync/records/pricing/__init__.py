"""Policies and prices out of a book, ready to price with."""
