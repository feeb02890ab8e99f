"""What a buyer owes: postings, open items, settling, ageing, credit and closed months."""
