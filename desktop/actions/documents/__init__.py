"""What a person can do about posted documents: goods, money, reversals and their lists."""
