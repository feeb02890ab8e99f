"""Documents as records: made, posted, stored, on their way."""
