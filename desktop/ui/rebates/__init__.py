"""Rebates as the window shows them: how far each is, what is in the wallet, and why every figure is what it is."""
