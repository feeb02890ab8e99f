"""Money from bank and wallet files."""
