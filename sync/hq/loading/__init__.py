"""HQ's books filled from files."""
