"""A pen, papers, fonts and tables to draw with."""
