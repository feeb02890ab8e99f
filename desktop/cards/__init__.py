"""The cards a person fills in, one face a kind: which fields it has, and which action reads and writes it."""
