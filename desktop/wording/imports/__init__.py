"""Sentences about files that are taken in."""
