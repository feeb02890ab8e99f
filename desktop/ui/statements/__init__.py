"""Account statements: chosen, looked at, printed."""
