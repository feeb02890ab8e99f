"""One schema for both ends: tables, record bodies, and the one way a record changes them."""
