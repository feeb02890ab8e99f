"""Plain values that know nothing of the business: money, quantities, days, words for amounts."""
