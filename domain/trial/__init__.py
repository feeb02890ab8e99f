"""Policies tried on real documents before they hold."""
