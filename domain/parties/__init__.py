"""Who takes part: dealers in their tree, the people of a place, and names as others write them."""
