"""Writing an order by keyboard alone, with stock, price and credit judged while it grows."""
