"""Sentences about HQ and the exchange with it."""
