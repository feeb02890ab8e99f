"""A unit price, found step by step from the price lists that hold."""
