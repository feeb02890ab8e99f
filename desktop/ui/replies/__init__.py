"""Answers to the statements that went out."""
