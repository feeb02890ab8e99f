"""What pages ask of the actions, each a function for the worker."""
