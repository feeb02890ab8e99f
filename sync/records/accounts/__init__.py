"""Accounts out of a book: postings, settlements, open items and closed months."""
