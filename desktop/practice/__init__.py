"""The practice company: a sample HQ and a sample desk of their own, beside the real books and never mixed with them."""
