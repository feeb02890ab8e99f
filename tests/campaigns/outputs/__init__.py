"""Everything the program gives out over one made-up company, as text files that two versions can be compared by."""
