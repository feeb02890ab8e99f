"""What a person can do about accounts: settling, what is owed, closing months."""
