"""The window around the pages: rail, title, keys, worker, and what comes before the books."""
