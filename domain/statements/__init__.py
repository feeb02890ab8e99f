"""Statements of account that prove themselves, and the answers to them."""
