"""Products with their stock and price."""
