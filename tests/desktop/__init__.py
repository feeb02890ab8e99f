"""Proof of what a person touches."""
