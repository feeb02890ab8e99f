"""What an entry's body holds, kind by kind."""
