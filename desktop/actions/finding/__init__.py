"""What the line that goes anywhere finds: what is on record, and what the program itself offers."""
