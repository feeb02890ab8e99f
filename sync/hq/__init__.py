"""HQ's end of the exchange, and what HQ decides."""
