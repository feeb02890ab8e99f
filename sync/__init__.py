"""How books travel: records, streams, the desk's end of the exchange, and headquarters' service."""
