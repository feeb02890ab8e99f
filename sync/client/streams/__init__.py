"""What goes up and comes down in an exchange, stream by stream."""
