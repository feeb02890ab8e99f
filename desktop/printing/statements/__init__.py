"""Account statements on paper."""
