"""Customers with what they owe and may still order."""
