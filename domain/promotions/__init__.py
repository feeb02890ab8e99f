"""An order under all its promotions, each fen told by policy and version."""
