"""Files whose rows are each one thing to book: judged row by row and shown before anything is booked."""
