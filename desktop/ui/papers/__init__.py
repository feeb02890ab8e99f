"""Posted documents: deliveries, returns, receipts of goods, stock counts."""
