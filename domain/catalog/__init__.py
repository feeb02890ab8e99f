"""What is sold and what of it lies where."""
