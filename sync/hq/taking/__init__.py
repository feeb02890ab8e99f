"""What HQ does with what a desk brings, and what it tells the desk."""
