"""Files of other programs taken into the books: looked at row by row, then booked."""
