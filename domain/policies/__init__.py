"""A policy as one versioned value: whom it speaks to, what it says, and why it can't be saved."""
