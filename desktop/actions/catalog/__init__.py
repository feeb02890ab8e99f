"""What a person can do about customers, products and what was agreed with them."""
