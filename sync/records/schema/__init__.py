"""The tables of a book, the same at both ends, and how an older book comes to them."""
