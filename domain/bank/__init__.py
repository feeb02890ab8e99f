"""Money out of the files of banks and wallets: what moved, which way, and who paid."""
