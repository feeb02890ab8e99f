"""Settling: which payment pays for which document."""
