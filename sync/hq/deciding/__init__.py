"""What HQ decides: orders, policies, rebates, availability and its people's requests."""
