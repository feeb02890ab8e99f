"""What a person can do about rebates earned, settled and spent."""
