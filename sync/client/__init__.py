"""The desk's end of the exchange."""
