"""The lines of an order as a grid."""
