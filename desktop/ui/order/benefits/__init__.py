"""What an order is given: savings, goods on top, and why."""
