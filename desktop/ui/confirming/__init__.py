"""Statements confirmed between programs."""
