"""What a person can do about money out of a bank's or wallet's file."""
