"""How books travel: records, streams, the desk's client and HQ's service."""
