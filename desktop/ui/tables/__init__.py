"""Lists of any length: ids first, rows on demand, painted by delegates that only look up."""
