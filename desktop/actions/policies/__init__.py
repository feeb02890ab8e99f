"""What a person can do about price lists, promotions and rebates as policies."""
