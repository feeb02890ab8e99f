"""Sentences about orders and goods."""
