"""The list of orders, and one order looked at."""
