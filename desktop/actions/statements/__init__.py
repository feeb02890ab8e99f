"""What a person can do about statements of account and the answers to them."""
